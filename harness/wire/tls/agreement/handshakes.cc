// Handshakes of OpenSSL with itself in one process, over memory.
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <string>

#include "wire/tls/agreement/inputs.h"
#include "wire/tls/openssl_test_support.h"

namespace wireassay::tls::agreement {
namespace {

constexpr int kVersions[] = {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};
constexpr const char* kEverySuite = "ALL:eNULL:!PSK:!SRP:@SECLEVEL=0";
constexpr const char* kGroups = "X25519:P-256:P-384:P-521:X448:ffdhe2048";

struct Setup {
  std::string name;
  int version = TLS1_2_VERSION;
  std::string ciphers = kEverySuite;
  const char* client_groups = kGroups;
  const char* server_groups = kGroups;
  std::string alpn;  ///< as on the wire
  std::string server_name = "mx.example.org";
  bool ask = false, resume = false, status = false;
  long fragment = 0;          ///< most octets of a record
  std::uint64_t options = 0;  ///< of both sides
  int server_version = 0;     ///< another than the client's: the handshake fails
  std::uint8_t max_fragment_length = 0;
};

struct Keys {
  Owned<EVP_PKEY> rsa{EVP_RSA_gen(2048)}, ec{EVP_EC_gen("P-256")};
  Owned<X509> rsa_certificate{self_signed(rsa.get())}, ec_certificate{self_signed(ec.get())};
};

int choose(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in,
           unsigned octets, void*) {
  *out = in + 1;  // the first that the client says
  *size = octets == 0 ? 0 : in[0];
  return *size == 3 ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_OK;
}

int give_status(SSL* ssl, void*) {
  constexpr std::string_view kResponse = "no response of OCSP";
  auto* octets = static_cast<unsigned char*>(OPENSSL_malloc(kResponse.size()));
  std::copy(kResponse.begin(), kResponse.end(), octets);
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP, static_cast<long>(kResponse.size()),
           octets);
  return SSL_TLSEXT_ERR_OK;
}

Owned<SSL_CTX> context_of(const Setup& setup, const Keys& keys, bool server) {
  Owned<SSL_CTX> context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  const int version = server && setup.server_version != 0 ? setup.server_version : setup.version;
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  if (setup.version == TLS1_3_VERSION && setup.ciphers != kEverySuite)
    SSL_CTX_set_ciphersuites(context.get(), setup.ciphers.c_str());
  else
    SSL_CTX_set_cipher_list(context.get(), setup.ciphers.c_str());
  SSL_CTX_set1_groups_list(context.get(), server ? setup.server_groups : setup.client_groups);
  SSL_CTX_use_certificate(context.get(), keys.rsa_certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), keys.rsa.get());
  if (server) {
    SSL_CTX_use_certificate(context.get(), keys.ec_certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), keys.ec.get());
  }
  SSL_CTX_set_dh_auto(context.get(), 1);
  SSL_CTX_set_options(context.get(), setup.options);
  if (server) {
    SSL_CTX_set_alpn_select_cb(context.get(), choose, nullptr);
    SSL_CTX_set_session_id_context(context.get(), reinterpret_cast<const unsigned char*>("s"), 1);
    SSL_CTX_callback_ctrl(context.get(), SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB,
                          reinterpret_cast<void (*)()>(give_status));  // the macro's cast is old
    const auto accept = [](int, X509_STORE_CTX*) { return 1; };
    if (setup.ask) SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, accept);
  }
  return context;
}

struct FreeSession {
  void operator()(SSL_SESSION* one) const { SSL_SESSION_free(one); }
};
using Session = std::unique_ptr<SSL_SESSION, FreeSession>;

/// What `from` wrote, to the other side and into the input.
bool move(SSL* from, SSL* to, bool from_server, Input& input) {
  Flight flight{from_server, {}};
  char octets[4096];
  for (int n = 0; (n = BIO_read(SSL_get_wbio(from), octets, sizeof octets)) > 0;) {
    flight.octets.append(octets, static_cast<std::size_t>(n));
    BIO_write(SSL_get_rbio(to), octets, n);
  }
  if (flight.octets.empty()) return false;
  input.flights.push_back(std::move(flight));
  return true;
}

Owned<SSL> side(SSL_CTX* context, const Setup& setup) {
  Owned<SSL> ssl(SSL_new(context));
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  if (setup.fragment != 0)
    SSL_ctrl(ssl.get(), SSL_CTRL_SET_MAX_SEND_FRAGMENT, setup.fragment, nullptr);
  return ssl;
}

Owned<SSL> client_of(SSL_CTX* context, const Setup& setup, SSL_SESSION* session) {
  Owned<SSL> client = side(context, setup);
  std::string name = setup.server_name;
  if (!name.empty())
    SSL_ctrl(client.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
  SSL_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>(setup.alpn.data()),
                      static_cast<unsigned>(setup.alpn.size()));
  if (setup.status)
    SSL_ctrl(client.get(), SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE, TLSEXT_STATUSTYPE_ocsp, nullptr);
  if (setup.max_fragment_length != 0)
    SSL_set_tlsext_max_fragment_length(client.get(), setup.max_fragment_length);
  if (session != nullptr) SSL_set_session(client.get(), session);
  SSL_set_connect_state(client.get());
  return client;
}

/// One connection: the handshake, a command, close_notify. Its session comes back.
Session run(SSL_CTX* of_client, SSL_CTX* of_server, const Setup& setup, SSL_SESSION* session,
            Input& input) {
  const Owned<SSL> client = client_of(of_client, setup, session);
  const Owned<SSL> server = side(of_server, setup);
  SSL_set_accept_state(server.get());
  const auto exchange = [&](const auto& step) {
    for (bool moved = true; moved;) {
      step(client.get());
      moved = move(client.get(), server.get(), false, input);
      step(server.get());
      moved = move(server.get(), client.get(), true, input) || moved;
    }
  };
  exchange([](SSL* one) { SSL_do_handshake(one); });
  SSL_write(client.get(), "NOOP\r\n", 6);
  char octets[64];
  exchange([&](SSL* one) { SSL_read(one, octets, sizeof octets); });
  SSL_shutdown(client.get());
  exchange([&](SSL* one) { SSL_read(one, octets, sizeof octets); });
  return Session(SSL_get1_session(client.get()));
}

void add(const Setup& setup, const Keys& keys, std::vector<Input>& out) {
  const Owned<SSL_CTX> client = context_of(setup, keys, false);
  const Owned<SSL_CTX> server = context_of(setup, keys, true);
  Input first{"openssl " + setup.name, {}};
  const Session session = run(client.get(), server.get(), setup, nullptr, first);
  out.push_back(std::move(first));
  if (!setup.resume) return;
  Input second{"openssl " + setup.name + " resumed", {}};
  run(client.get(), server.get(), setup, session.get(), second);
  out.push_back(std::move(second));
}

std::vector<std::string> suites_of(int version, const Keys& keys) {
  const Setup setup{.version = version};
  const Owned<SSL_CTX> context = context_of(setup, keys, false);
  std::vector<std::string> names;
  const STACK_OF(SSL_CIPHER)* all = SSL_CTX_get_ciphers(context.get());
  for (int i = 0; i < sk_SSL_CIPHER_num(all); ++i) {
    const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(all, i);
    const bool of_13 = std::string_view(SSL_CIPHER_get_version(cipher)) == "TLSv1.3";
    const bool of_12 = std::string_view(SSL_CIPHER_get_version(cipher)) == "TLSv1.2";
    if (of_13 != (version == TLS1_3_VERSION) || (of_12 && version < TLS1_2_VERSION)) continue;
    names.emplace_back(SSL_CIPHER_get_name(cipher));
  }
  return names;
}

std::vector<Setup> variants(int version, const std::string& name) {
  const auto with = [&](std::string_view what) {
    return Setup{.name = name + std::string(what), .version = version};
  };
  std::vector<Setup> all;
  const auto add_one = [&](std::string_view what, const auto& change) {
    all.push_back(with(what));
    change(all.back());
  };
  add_one(" alpn", [](Setup& s) { s.alpn = "\4smtp\4imap"; });
  add_one(" alpn of many", [](Setup& s) {
    for (int i = 0; i < 40; ++i) s.alpn += "\4smtp";
  });
  add_one(" alpn refused", [](Setup& s) { s.alpn = "\3foo"; });
  add_one(" no name", [](Setup& s) { s.server_name.clear(); });
  add_one(" certificate asked for", [](Setup& s) { s.ask = true; });
  add_one(" ticket", [](Setup& s) { s.resume = true; });
  add_one(" session id", [](Setup& s) {
    s.resume = true;
    s.options = SSL_OP_NO_TICKET;
  });
  add_one(" ask and resume", [](Setup& s) { s.resume = s.ask = true; });
  add_one(" status", [](Setup& s) { s.status = true; });
  add_one(" records of 512", [](Setup& s) { s.fragment = 512; });
  add_one(" max_fragment_length", [](Setup& s) { s.max_fragment_length = 1; });
  add_one(" no encrypt_then_mac", [](Setup& s) { s.options = SSL_OP_NO_ENCRYPT_THEN_MAC; });
  add_one(" no extended_master_secret",
          [](Setup& s) { s.options = SSL_OP_NO_EXTENDED_MASTER_SECRET; });
  add_one(" padding", [](Setup& s) {
    s.options = SSL_OP_TLSEXT_PADDING;
    s.alpn = std::string("\xc8") + std::string(200, 'p');
  });
  add_one(" other version", [&](Setup& s) {
    s.server_version = version == TLS1_2_VERSION ? TLS1_3_VERSION : TLS1_2_VERSION;
  });
  add_one(" no common group", [](Setup& s) {
    s.client_groups = "X25519";
    s.server_groups = "P-521";
  });
  for (const char* group : {"X25519", "P-256", "P-384", "P-521", "X448", "ffdhe2048", "ffdhe3072"})
    add_one(std::string(" retry ") + group, [&](Setup& s) {
      s.server_groups = group;
      s.client_groups = "P-256:X25519:P-384:P-521:X448:ffdhe2048:ffdhe3072";
    });
  return all;
}

}  // namespace

std::vector<Input> handshakes() {
  const Keys keys;
  std::vector<Input> out;
  for (const int version : kVersions) {
    const std::string name = "1." + std::to_string(version - TLS1_VERSION);
    for (const std::string& suite : suites_of(version, keys)) {
      const bool of_13 = version == TLS1_3_VERSION;
      add({.name = name + " " + suite,
           .version = version,
           .ciphers = suite + (of_13 ? "" : ":@SECLEVEL=0")},
          keys, out);
    }
    for (const Setup& setup : variants(version, name)) add(setup, keys, out);
  }
  return out;
}

}  // namespace wireassay::tls::agreement
