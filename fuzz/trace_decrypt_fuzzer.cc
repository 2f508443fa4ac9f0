// Hostile records under known keys: trace/decrypt.h. An input is an octet for the suite, then
// steps: a letter (a small one is the server's), a content type, two octets of size, so many
// octets. P they are sealed as they should be, H they are the record itself, X sealed and one octet
// changed, Z sealed with padding, M a message in the clear, C a change_cipher_spec, L octets are
// lost. What was sealed is opened until keys are another matter; nothing else ever is.
#include "trace/decrypt.h"

#include <array>

#include "bounded.h"
#include "core/cursor.h"
#include "core/escape.h"
#include "trace/octets.h"
#include "wire/tls/hello.h"
#include "wire/tls/registry.h"

namespace wireassay {
namespace {

using namespace trace;

constexpr std::uint16_t kSuites[] = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305,
                                     0xc02f, 0xc030, 0xcca8, 0xc09c, 0xc0a1};
constexpr std::size_t kMaxInput = 8192;

struct Step {
  char what;
  Direction from;
  std::uint8_t type;
  std::string_view octets;
};

std::string secret_of(char octet, std::size_t size) { return std::string(size, octet); }

/// What the decryptor has to know, and the same knowledge in a few lines: keys of each side.
class Model {
 public:
  explicit Model(std::uint16_t suite) : number_(suite), suite_(*tls::suite_keys(suite)) {
    const std::size_t size = suite_.tls13 ? tls::hash_size(suite_.hash) : 48;
    const std::string random = " " + to_hex(std::string(32, 'r')) + " ";
    if (!suite_.tls13) {
      keys_ = "CLIENT_RANDOM" + random + to_hex(secret_of('m', size)) + "\n";
      const tls::KeyBlock block =
          tls::key_block(suite_, secret_of('m', size), std::string(32, 'r'), std::string(32, 's'));
      side(Direction::FromClient).sealer.emplace(suite_, block.client);
      side(Direction::FromServer).sealer.emplace(suite_, block.server);
      return;
    }
    keys_ = "CLIENT_HANDSHAKE_TRAFFIC_SECRET" + random + to_hex(secret_of('1', size)) + "\n" +
            "SERVER_HANDSHAKE_TRAFFIC_SECRET" + random + to_hex(secret_of('2', size)) + "\n" +
            "CLIENT_TRAFFIC_SECRET_0" + random + to_hex(secret_of('3', size)) + "\n" +
            "SERVER_TRAFFIC_SECRET_0" + random + to_hex(secret_of('4', size)) + "\n";
    use(Direction::FromClient, secret_of('1', size));
    use(Direction::FromServer, secret_of('2', size));
  }

  const std::string& keys() const { return keys_; }
  bool tls13() const { return suite_.tls13; }
  tls::Record seal(Direction from, const tls::Content& content) {
    return side(from).sealer->seal(content);
  }
  tls::Record seal_without_number(Direction from, const tls::Content& content) {
    return tls::Protection(*side(from).sealer).seal(content);
  }
  std::string client_hello() const {
    tls::ClientHello hello{
        .version = tls::kTls12, .random = std::string(32, 'r'), .session_id = {}};
    hello.cipher_suites = {number_};
    return tls::to_wire(hello);
  }
  std::string server_hello() const {
    tls::ServerHello hello{
        .version = tls::kTls12, .random = std::string(32, 's'), .session_id = {}};
    hello.cipher_suite = number_;
    if (suite_.tls13)
      hello.extensions = {{tls::Extension{tls::extension::kSupportedVersions, "\x03\x04"}}};
    return tls::to_wire(hello);
  }

  /// Keys change behind these octets of handshake messages. False: nothing is known any more.
  bool follow(Direction from, std::string_view octets) {
    Side& of = side(from);
    of.messages += octets;
    if (!suite_.tls13) return of.messages.empty();
    while (of.messages.size() >= tls::kHandshakeHeader) {
      Cursor cursor(of.messages);
      const std::uint8_t type = take_u8(cursor);
      const std::size_t length = take_number(cursor, 3);
      if (length > tls::kMaxMessage) return false;
      if (cursor.rest().size() < length) return true;
      of.messages.erase(0, tls::kHandshakeHeader + length);
      const bool client = from == Direction::FromClient;
      if (type == tls::handshake::kFinished && !of.finished) {
        of.finished = true;
        use(from, secret_of(client ? '3' : '4', tls::hash_size(suite_.hash)));
      } else if (type == tls::handshake::kKeyUpdate && of.finished) {
        use(from, tls::next_traffic_secret(suite_.hash, of.secret));
      }
    }
    return true;
  }

 private:
  struct Side {
    std::optional<tls::Protection> sealer;
    std::string secret, messages;
    bool finished = false;
  };
  Side& side(Direction of) { return sides_.at(of == Direction::FromClient ? 0 : 1); }
  void use(Direction from, const std::string& secret) {
    side(from).secret = secret;
    side(from).sealer.emplace(suite_, tls::traffic_keys(suite_, secret));
  }

  std::uint16_t number_;
  tls::SuiteKeys suite_;
  std::string keys_;
  std::array<Side, 2> sides_;
};

class Play {
 public:
  Play(std::uint16_t suite, std::string_view in) : model_(suite), in_(in) {
    if (!log_.add("keys", model_.keys())) fuzzing::require("the keys are refused");
    decryptor_.message(Direction::FromClient, tls::handshake::kClientHello, model_.client_hello());
    decryptor_.message(Direction::FromServer, tls::handshake::kServerHello, model_.server_hello());
    if (model_.tls13()) return;
    decryptor_.change_cipher_spec(Direction::FromClient);
    decryptor_.change_cipher_spec(Direction::FromServer);
  }

  void step(const Step& step) {
    switch (step.what) {
      case 'P': return sealed(step, 0);
      case 'Z': return sealed(step, model_.tls13() ? step.octets.size() % 300 : 0);
      case 'H': return hostile(step, {step.type, tls::kTls12, std::string(step.octets)});
      case 'X': return changed(step);
      case 'M': known_ = false; return decryptor_.message(step.from, step.type, step.octets);
      case 'C': known_ = known_ && model_.tls13(); return decryptor_.change_cipher_spec(step.from);
      case 'L':
        lost_.at(step.from == Direction::FromClient ? 0 : 1) = true;
        return decryptor_.lost(step.from);
      default: return;
    }
  }

 private:
  void require(bool holds, std::string_view what) {
    if (!holds) fuzzing::require(testing::internal::at(what, in_));
  }

  void sealed(const Step& step, std::size_t padding) {
    tls::Content content{step.type, std::string(step.octets), padding};
    const auto opened = decryptor_.open(step.from, model_.seal(step.from, content));
    if (!known_) return;
    if (lost_.at(step.from == Direction::FromClient ? 0 : 1))
      return require(!opened && !decryptor_.why_not().empty(), "opened behind a hole");
    if (step.type == 0 && model_.tls13()) {  // padding is of that octet
      return require(!opened || opened->type != 0, "a content of type 0");
    }
    require(opened.has_value(), "what was sealed is not opened: " + decryptor_.why_not());
    require(opened->type == step.type && opened->octets == step.octets, "opened to another thing");
    if (step.type == tls::content::kHandshake) known_ = model_.follow(step.from, step.octets);
    if (step.type == tls::content::kChangeCipherSpec && !model_.tls13()) known_ = false;
  }

  void changed(const Step& step) {
    tls::Record record =
        model_.seal_without_number(step.from, {step.type, std::string(step.octets), 0});
    char& octet = record.fragment.at(step.octets.size() % record.fragment.size());
    octet = static_cast<char>(octet ^ 0x40);
    hostile(step, record);
  }

  void hostile(const Step& step, const tls::Record& record) {
    const auto opened = decryptor_.open(step.from, record);
    require(!opened && !decryptor_.why_not().empty(), "opened without a tag");
  }

  Model model_;
  std::string_view in_;
  KeyLog log_;
  KeyLogDecryptor decryptor_{log_};
  bool known_ = true;
  std::array<bool, 2> lost_{};
};

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  Cursor cursor(in.substr(0, kMaxInput));
  const std::uint8_t suite = take_u8(cursor);
  Play play(kSuites[suite % std::size(kSuites)], in);
  while (cursor.rest().size() >= 4) {
    const char letter = static_cast<char>(take_u8(cursor));
    const std::uint8_t type = take_u8(cursor);
    const std::size_t size = take_u16(cursor);
    play.step({to_upper(letter),
               letter == to_upper(letter) ? Direction::FromClient : Direction::FromServer, type,
               cursor.take_octets(size)});
  }
}

}  // namespace wireassay
