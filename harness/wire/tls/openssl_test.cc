// A second opinion: what OpenSSL says of its own handshakes is what is read from their octets.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "wire/tls/certificate.h"
#include "wire/tls/hello.h"
#include "wire/tls/messages.h"
#include "wire/tls/openssl_test_support.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay::tls {
namespace {

std::string der_of(X509* certificate) {
  unsigned char* octets = nullptr;
  const int size = i2d_X509(certificate, &octets);
  std::string der(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size));
  OPENSSL_free(octets);
  return der;
}

/// Moves what one side wrote to the other, and keeps it.
bool move(SSL* from, SSL* to, std::string& kept) {
  char octets[4096];
  bool any = false;
  for (int n = 0; (n = BIO_read(SSL_get_wbio(from), octets, sizeof octets)) > 0; any = true) {
    kept.append(octets, static_cast<std::size_t>(n));
    BIO_write(SSL_get_rbio(to), octets, n);
  }
  return any;
}

struct Row {
  std::string_view name;
  int version;
  const char* ciphers;      ///< of TLS 1.2 and older
  const char* groups;       ///< of the server
  bool ask;                 ///< for a certificate of the client
  std::string_view server;  ///< items of the server in the clear
  std::string_view client;
};

struct Connection {
  Owned<SSL_CTX> client_context{SSL_CTX_new(TLS_client_method())};
  Owned<SSL_CTX> server_context{SSL_CTX_new(TLS_server_method())};
  Owned<X509> certificate;
  Owned<SSL> client, server;
  std::string to_server, to_client;

  Connection(const Row& row, EVP_PKEY* key) : certificate(self_signed(key)) {
    for (SSL_CTX* context : {client_context.get(), server_context.get()}) {
      SSL_CTX_set_min_proto_version(context, row.version);
      SSL_CTX_set_max_proto_version(context, row.version);
      SSL_CTX_set_cipher_list(context, row.ciphers);
      SSL_CTX_set_security_level(context, 0);
    }
    SSL_CTX_use_certificate(server_context.get(), certificate.get());
    SSL_CTX_use_PrivateKey(server_context.get(), key);
    SSL_CTX_set1_groups_list(server_context.get(), row.groups);
    SSL_CTX_set_dh_auto(server_context.get(), 1);
    if (row.ask) SSL_CTX_set_verify(server_context.get(), SSL_VERIFY_PEER, nullptr);
    client.reset(SSL_new(client_context.get()));
    server.reset(SSL_new(server_context.get()));
    for (SSL* side : {client.get(), server.get()})
      SSL_set_bio(side, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    std::string name = "mx.example.org";  // the macro for this has a cast of the old style
    SSL_ctrl(client.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set_connect_state(client.get());
    SSL_set_accept_state(server.get());
  }

  bool run() {
    for (bool moved = true; moved;) {
      SSL_do_handshake(client.get());
      moved = move(client.get(), server.get(), to_server);
      SSL_do_handshake(server.get());
      moved = move(server.get(), client.get(), to_client) || moved;
    }
    return SSL_is_init_finished(client.get()) == 1 && SSL_is_init_finished(server.get()) == 1;
  }
};

/// Names of the items; none of them may break a rule.
std::string names_of(const std::vector<Item>& items) {
  std::string names;
  for (const Item& item : items) {
    names += (names.empty() ? "" : " ") + to_string(item);
    EXPECT_TRUE(item.anomalies.empty()) << item.anomalies.front().rule;
  }
  return names;
}

void check_server(const Row& row, const Connection& connection) {
  std::uint16_t suite = 0;
  const auto version = static_cast<std::uint16_t>(row.version);
  for (const Item& item : items_of(connection.to_client).items) {
    if (item.kind != ItemKind::Handshake) continue;
    std::vector<Deviation> anomalies;
    if (item.type == handshake::kServerHello) {
      const Decoded<ServerHello> hello = decode_server_hello(item.octets);
      anomalies = hello.anomalies;
      suite = hello.value.cipher_suite;
      EXPECT_EQ(selected_version(hello.value), SSL_version(connection.client.get()));
      EXPECT_EQ(suite, SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(connection.client.get())));
    } else if (item.type == handshake::kCertificate) {
      const Decoded<Certificate> chain = decode_certificate(item.octets, version);
      anomalies = chain.anomalies;
      ASSERT_EQ(chain.value.entries.size(), 1U);
      EXPECT_EQ(chain.value.entries.front().der, der_of(connection.certificate.get()));
      EXPECT_EQ(certificate_facts(chain.value.entries.front().der)->subject, "CN=mx.example.org");
    } else if (item.type == handshake::kServerKeyExchange) {
      const KeyExchange kind = key_exchange_of(suite);
      const Decoded<ServerKeyExchange> keys =
          decode_server_key_exchange(item.octets, version, kind);
      anomalies = keys.anomalies;
      EXPECT_NE(kind, KeyExchange::Other);
      EXPECT_EQ(keys.value.params.index(), kind == KeyExchange::Ecdhe ? 1U : 2U);
      EXPECT_EQ(keys.value.signature.value_or("").size(), 256U);
      EXPECT_EQ(keys.value.signature_scheme.has_value(), version == kTls12);
    } else if (item.type == handshake::kCertificateRequest) {
      const auto request = decode_certificate_request(item.octets, version);
      anomalies = request.anomalies;
      EXPECT_EQ(request.value.signature_schemes.has_value(), version == kTls12);
    } else if (item.type == handshake::kNewSessionTicket) {
      anomalies = decode_new_session_ticket(item.octets, version).anomalies;
    }
    EXPECT_TRUE(anomalies.empty()) << to_string(item) << ": " << anomalies.front().rule;
  }
}

void check_client(const Row& row, const Connection& connection) {
  const std::vector<Item> items = items_of(connection.to_server).items;
  ASSERT_FALSE(items.empty());
  const Decoded<ClientHello> hello = decode_client_hello(items.front().octets);
  EXPECT_TRUE(hello.anomalies.empty()) << hello.anomalies.front().rule;
  EXPECT_EQ(server_name(hello.value), "mx.example.org");
  EXPECT_EQ(offered_versions(hello.value).front(), row.version);
  EXPECT_EQ(to_wire(hello.value), items.front().octets);
}

TEST(TlsOpenSsl, Handshakes) {
  const Row kRows[] = {
      {"TLS 1.0", TLS1_VERSION, "ECDHE-RSA-AES128-SHA", "P-256", false,
       "server_hello certificate server_key_exchange server_hello_done new_session_ticket "
       "change_cipher_spec encrypted",
       "client_hello client_key_exchange change_cipher_spec encrypted"},
      {"TLS 1.1, RSA", TLS1_1_VERSION, "AES128-SHA", "P-256", true,
       "server_hello certificate certificate_request server_hello_done new_session_ticket "
       "change_cipher_spec encrypted",
       "client_hello certificate client_key_exchange change_cipher_spec encrypted"},
      {"TLS 1.2", TLS1_2_VERSION, "ECDHE-RSA-AES128-GCM-SHA256", "X25519", true,
       "server_hello certificate server_key_exchange certificate_request server_hello_done "
       "new_session_ticket change_cipher_spec encrypted",
       "client_hello certificate client_key_exchange change_cipher_spec encrypted"},
      {"TLS 1.2, DHE", TLS1_2_VERSION, "DHE-RSA-AES128-GCM-SHA256", "X25519", false,
       "server_hello certificate server_key_exchange server_hello_done new_session_ticket "
       "change_cipher_spec encrypted",
       "client_hello client_key_exchange change_cipher_spec encrypted"},
      {"TLS 1.3", TLS1_3_VERSION, "DEFAULT", "X25519", false,
       "server_hello change_cipher_spec encrypted encrypted encrypted encrypted encrypted "
       "encrypted",
       "client_hello change_cipher_spec encrypted"},
      {"TLS 1.3, HelloRetryRequest", TLS1_3_VERSION, "DEFAULT", "P-384", false,
       "hello_retry_request change_cipher_spec server_hello encrypted encrypted encrypted "
       "encrypted encrypted encrypted",
       "client_hello change_cipher_spec client_hello encrypted"},
  };
  const Owned<EVP_PKEY> key(EVP_RSA_gen(2048));
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Connection connection(row, key.get());
    ASSERT_TRUE(connection.run());
    EXPECT_EQ(names_of(items_of(connection.to_client).items), row.server);
    check_server(row, connection);
    check_client(row, connection);
    const auto version = static_cast<std::uint16_t>(row.version);
    EXPECT_EQ(names_of(items_of(connection.to_server, 0, version).items), row.client);
  }
}

}  // namespace
}  // namespace wireassay::tls
