// A TLS peer of the JDK for record.py: java RecordPeer server|client PORT PKCS12 PASSWORD VERSION ALPN
import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.*;

public class RecordPeer {
  static SSLContext context(String file, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new FileInputStream(file), password.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, password.toCharArray());
    X509ExtendedTrustManager all = new X509ExtendedTrustManager() {
      public void checkClientTrusted(X509Certificate[] c, String a) {}
      public void checkServerTrusted(X509Certificate[] c, String a) {}
      public void checkClientTrusted(X509Certificate[] c, String a, java.net.Socket s) {}
      public void checkServerTrusted(X509Certificate[] c, String a, java.net.Socket s) {}
      public void checkClientTrusted(X509Certificate[] c, String a, SSLEngine e) {}
      public void checkServerTrusted(X509Certificate[] c, String a, SSLEngine e) {}
      public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    };
    SSLContext out = SSLContext.getInstance("TLS");
    out.init(keys.getKeyManagers(), new TrustManager[] {all}, null);
    return out;
  }

  static void talk(SSLSocket socket, boolean client) {
    try {
      socket.startHandshake();
      if (client) {
        socket.getOutputStream().write("EHLO\r\n".getBytes());
        socket.close();
      } else {
        while (socket.getInputStream().read() >= 0) {}
        socket.close();
      }
    } catch (Exception e) {
      System.err.println(e);
    }
  }

  public static void main(String[] a) throws Exception {
    SSLContext context = context(a[2], a[3]);
    int port = Integer.parseInt(a[1]);
    String[] protocols = a[5].isEmpty() ? new String[0] : a[5].split(",");
    if (a[0].equals("client")) {
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(java.util.List.of(new SNIHostName("mx.example.org")));
      parameters.setApplicationProtocols(protocols);
      parameters.setProtocols(new String[] {a[4].equals("1.0") ? "TLSv1" : "TLSv" + a[4]});
      socket.setSSLParameters(parameters);
      talk(socket, true);
      return;
    }
    SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(
        port, 10, InetAddress.getByName("127.0.0.1"));
    server.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"});
    server.setWantClientAuth(true);
    while (true) {
      SSLSocket socket = (SSLSocket) server.accept();
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(protocols);
      socket.setSSLParameters(parameters);
      new Thread(() -> talk(socket, false)).start();
    }
  }
}
