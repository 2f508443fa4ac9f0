// The peer of the benchmarks: a plain loop that sends the octets of a fixed session and reads to
// the end of each answer, without looking at it. One thread, epoll, any number of connections.
//   plain_loop imap|pop3 ADDRESS PORT SOURCE CONNECTIONS SESSIONS USER PASSWORD
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// What is sent, and by what the end of the answer is known: a line with this beginning, or the
/// line "." of a body.
struct Step {
  std::string send;
  std::string end;
};

std::vector<Step> imap_session(const std::string& user, const std::string& password) {
  return {{"", "* OK"},
          {"A1 LOGIN " + user + " " + password + "\r\n", "A1 "},
          {"A2 SELECT INBOX\r\n", "A2 "},
          {"A3 FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[])\r\n", "A3 "},
          {"A4 LOGOUT\r\n", "A4 "}};
}

std::vector<Step> pop3_session(const std::string& user, const std::string& password) {
  return {{"", "+OK"},
          {"USER " + user + "\r\n", "+OK"},
          {"PASS " + password + "\r\n", "+OK"},
          {"STAT\r\n", "+OK"},
          {"RETR 1\r\n", "."},
          {"QUIT\r\n", "+OK"}};
}

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

/// True if the answer is there: its last line is whole and begins as it should.
bool complete(std::string_view answer, const Step& step) {
  if (!answer.ends_with("\r\n")) return false;
  const std::string_view lines = answer.substr(0, answer.size() - 2);
  const std::size_t begin = lines.rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view last = lines.substr(begin);
  if (step.end == ".") return last == ".";
  return last.starts_with(step.end);
}

class Loop {
 public:
  Loop(std::vector<Step> steps, const sockaddr_in& to, const sockaddr_in& from, long sessions)
      : steps_(std::move(steps)), to_(to), from_(from), left_(sessions), epoll_(epoll_create1(0)) {}

  void run(long connections) {
    for (long at = 0; at < connections && left_ > 0; ++at) begin();
    std::array<epoll_event, 64> events{};
    while (open_ > 0) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 30000);
      if (count <= 0) fail("epoll_wait");
      for (int at = 0; at < count; ++at) receive(events.at(static_cast<std::size_t>(at)).data.fd);
    }
  }

 private:
  struct Talk {
    std::size_t step = 0;
    std::string answer;
  };

  void begin() {
    --left_;
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&from_), sizeof from_) != 0)
      fail("bind");
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&to_), sizeof to_) != 0)
      fail("connect");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
    const auto index = static_cast<std::size_t>(descriptor);
    if (talks_.size() <= index) talks_.resize(index + 1);
    talks_[index] = {};
    ++open_;
  }

  void receive(int descriptor) {
    Talk& talk = talks_[static_cast<std::size_t>(descriptor)];
    std::array<char, 16384> buffer{};
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) return end(descriptor);
    talk.answer.append(buffer.data(), static_cast<std::size_t>(got));
    if (talk.step >= steps_.size() || !complete(talk.answer, steps_[talk.step])) return;
    talk.answer.clear();
    if (++talk.step == steps_.size()) return;  // then the server closes
    const std::string& line = steps_[talk.step].send;
    if (::write(descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      fail("write");
  }

  void end(int descriptor) {
    if (talks_[static_cast<std::size_t>(descriptor)].step != steps_.size()) {
      std::fprintf(stderr, "plain_loop: closed early, after: %s\n",
                   talks_[static_cast<std::size_t>(descriptor)].answer.c_str());
      std::exit(1);
    }
    ::close(descriptor);
    --open_;
    if (left_ > 0) begin();
  }

  const std::vector<Step> steps_;
  const sockaddr_in to_, from_;
  long left_;
  long open_ = 0;
  int epoll_;
  std::vector<Talk> talks_;  // by descriptor
};

sockaddr_in address(const char* text, int port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, text, &out.sin_addr) != 1) fail(text);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 9) {
    std::fprintf(stderr,
                 "plain_loop imap|pop3 ADDRESS PORT SOURCE CONNECTIONS SESSIONS USER PASSWORD\n");
    return 2;
  }
  const std::vector<std::string> words(argv + 1, argv + argc);
  Loop loop(
      words[0] == "imap" ? imap_session(words[6], words[7]) : pop3_session(words[6], words[7]),
      address(argv[2], std::atoi(argv[3])), address(argv[4], 0), std::atol(argv[6]));
  loop.run(std::atol(argv[5]));
  return 0;
}
