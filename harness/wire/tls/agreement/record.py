#!/usr/bin/env python3
"""Makes the files of recorded/: handshakes of GnuTLS, NSS, Java, Go and OpenSSL with each other, as octets.

    apt-get install gnutls-bin libnss3-tools default-jdk-headless golang-go openssl
    unshare -n harness/wire/tls/agreement/record.py    (some of the servers listen on every interface)

A file is a row of flights: ">" (client) or "<" (server), the length in four octets, the octets."""
import os, pathlib, socket, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "recorded"
SECRET = "secret"
VERSIONS = ["1.0", "1.1", "1.2", "1.3"]
ALPN = "smtp,imap"
ANY = "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+RSA:+DHE-RSA:+SHA1:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:%VERIFY_ALLOW_SIGN_WITH_SHA1"
QUIET = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def run(*command):
    subprocess.run(command, check=True, **QUIET)


def make_keys():
    """Two certificates; NSS knows certificates by their subject, so each has its own."""
    for name, key in (("ec", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]), ("rsa", ["rsa:2048"])):
        run("openssl", "req", "-x509", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem",
            "-days", "3650", "-subj", f"/CN=mx.example.org/O={name}", "-addext", "subjectAltName=DNS:mx.example.org")
        run("openssl", "pkcs12", "-export", "-in", f"{name}.pem", "-inkey", f"{name}.key", "-out", f"{name}.p12",
            "-name", name, "-passout", f"pass:{SECRET}")
    os.mkdir("db")
    run("certutil", "-N", "-d", "sql:db", "--empty-password")
    for name in ("ec", "rsa"):
        run("pk12util", "-i", f"{name}.p12", "-d", "sql:db", "-W", SECRET)
    pathlib.Path("java.security").write_text("jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\n")
    run("javac", "-d", ".", str(HERE / "RecordPeer.java"))
    run("go", "build", "-o", "go-peer", str(HERE / "record_peer.go"))


def java(side, port, key, version, alpn):
    return ["java", "-Djava.security.properties=java.security", "-cp", ".", "RecordPeer", side, port, f"{key}.p12", SECRET, version, alpn]


SERVERS = {
    "gnutls": lambda port, key: ["gnutls-serv", "-q", "--echo", "--port", port, "--x509certfile", f"{key}.pem", "--x509keyfile", f"{key}.key",
                                 "--priority", ANY, "--disable-client-cert", "--alpn", "imap"],
    "nss": lambda port, key: ["selfserv", "-d", "sql:db", "-n" if key == "rsa" else "-e", key, "-p", port, "-V", "tls1.0:tls1.3", "-r", "-u"],
    "java": lambda port, key: java("server", port, key, "", "imap"),
    "go": lambda port, key: ["./go-peer", "server", port, f"{key}.pem", f"{key}.key", "", "imap"],
    "openssl": lambda port, key: ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", f"{key}.pem", "-key", f"{key}.key", "-www",
                                  "-cipher", "ALL:@SECLEVEL=0", "-alpn", "imap"],
}
CLIENTS = {
    "gnutls": lambda port, version: ["gnutls-cli", "--insecure", "-p", port, "127.0.0.1", "--sni-hostname", "mx.example.org", "--alpn", "smtp", "--alpn", "imap",
                                     "--priority", ANY.replace("NORMAL", "NORMAL:-VERS-ALL") .replace("+VERS-TLS1.0:+VERS-TLS1.1", f"+VERS-TLS{version}")],
    "nss": lambda port, version: ["tstclnt", "-h", "127.0.0.1", "-p", port, "-d", "sql:db", "-o", "-a", "mx.example.org", "-Q", "-u",
                                  "-V", f"tls{version}:tls{version}"],
    "java": lambda port, version: java("client", port, "rsa", version, ALPN),
    "go": lambda port, version: ["./go-peer", "client", port, "rsa.pem", "rsa.key", version, ALPN],
    "openssl": lambda port, version: ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "mx.example.org", "-alpn", ALPN,
                                      "-cipher", "ALL:@SECLEVEL=0", "-status", "-brief",
                                      {"1.0": "-tls1", "1.1": "-tls1_1", "1.2": "-tls1_2", "1.3": "-tls1_3"}[version]],
}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("a server does not answer")


class Tap:
    """One connection through to the server; what passes is kept in order."""

    def __init__(self, target):
        self.flights, self.lock, self.target = [], threading.Lock(), target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listener.accept()
        server = socket.create_connection(("127.0.0.1", self.target))
        back = threading.Thread(target=self.copy, args=(server, client, b"<"), daemon=True)
        back.start()
        self.copy(client, server, b">")
        back.join(2)

    def copy(self, source, target, mark):
        while True:
            try:
                octets = source.recv(65536)
                if not octets:
                    break
                with self.lock:
                    if self.flights and self.flights[-1][0] == mark:
                        self.flights[-1][1] += octets
                    else:
                        self.flights.append([mark, bytearray(octets)])
                    target.sendall(octets)
            except OSError:
                break
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def record(name, port, command):
    tap = Tap(port)
    try:
        subprocess.run(command(str(tap.port)), timeout=8, **QUIET)
    except subprocess.TimeoutExpired:
        pass
    time.sleep(0.1)
    tap.listener.close()
    if not tap.flights:
        return print("nothing passed:", name, file=sys.stderr)
    with tap.lock:
        octets = b"".join(mark + len(part).to_bytes(4, "big") + bytes(part) for mark, part in tap.flights)
    (OUT / f"{name}.flights").write_bytes(octets)


def main():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_keys()
        for server, command in SERVERS.items():
            for key in ("ec", "rsa"):
                port = free_port()
                process = subprocess.Popen(command(str(port), key), **QUIET)
                try:
                    wait_for(port)
                    for client, of_client in CLIENTS.items():
                        if key == "rsa" and client in ("java", "nss"):
                            continue
                        for version in VERSIONS:
                            record(f"{server}-{key}-{client}-{version}", port, lambda tap: of_client(tap, version))
                finally:
                    process.kill()
                    process.wait()
        os.chdir("/")


main()
