"""A time-stamping authority of this machine: ``openssl ts`` behind HTTP on 127.0.0.1."""

import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONFIGURATION = """
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = {name}
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[ stamping ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class LocalAuthority:
    """Its keys and certificates; ``root`` is what one believes it by."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.root = folder, folder / "root.pem"
        self.asked, self.answer = 0, None
        (folder / "serial").write_text("01\n")
        for name in ("root", "tsa"):
            (folder / f"{name}.conf").write_text(CONFIGURATION.format(folder=folder, name=f"Test {name}"))
        ec = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        openssl("req", "-x509", *ec, "-keyout", folder / "root.key", "-out", self.root, "-days", "3650",
                "-config", folder / "root.conf", "-extensions", "root")  # fmt: skip
        openssl("req", *ec, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr", "-config", folder / "tsa.conf")
        openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", self.root, "-CAkey", folder / "root.key",
                "-CAcreateserial", "-days", "3650", "-extfile", folder / "tsa.conf", "-extensions", "stamping",
                "-out", folder / "tsa.pem")  # fmt: skip

    def confirm(self, query):
        """The answer to a query."""
        self.asked += 1
        (self.folder / "query").write_bytes(query)
        openssl("ts", "-reply", "-config", self.folder / "tsa.conf", "-section", "here",
                "-queryfile", self.folder / "query", "-out", self.folder / "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()


@contextmanager
def serving(authority):
    """The authority's address. ``authority.answer``, where it is set, makes of a query what is answered instead."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = (authority.answer or authority.confirm)(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
