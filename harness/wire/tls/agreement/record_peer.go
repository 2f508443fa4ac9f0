// A TLS peer of Go's crypto/tls for record.py: go run record_peer.go server|client PORT CERT KEY VERSION ALPN
package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"os"
	"strings"
)

var versions = map[string]uint16{
	"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13,
}

func config(certificate, key, version, protocols string) *tls.Config {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		log.Fatal(err)
	}
	out := &tls.Config{
		Certificates: []tls.Certificate{pair}, InsecureSkipVerify: true, ServerName: "mx.example.org",
		MinVersion: tls.VersionTLS10, ClientAuth: tls.RequestClientCert, ClientCAs: x509.NewCertPool(),
		SessionTicketsDisabled: version == "1.0",
	}
	if version != "" {
		out.MinVersion, out.MaxVersion = versions[version], versions[version]
	}
	if protocols != "" {
		out.NextProtos = strings.Split(protocols, ",")
	}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		out.CipherSuites = append(out.CipherSuites, suite.ID)
	}
	return out
}

func main() {
	side, port := os.Args[1], "127.0.0.1:"+os.Args[2]
	settings := config(os.Args[3], os.Args[4], os.Args[5], os.Args[6])
	if side == "client" {
		connection, err := tls.Dial("tcp", port, settings)
		if err != nil {
			log.Fatal(err)
		}
		connection.Write([]byte("EHLO\r\n"))
		connection.Close()
		return
	}
	listener, err := tls.Listen("tcp", port, settings)
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() { io.Copy(io.Discard, connection); connection.Close() }()
	}
}
