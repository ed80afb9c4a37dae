"""A passkey made of software: answers options as a browser with a security key would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "yotsukaido.localhost"
ORIGIN = f"http://{HOST}"
FLAG = AuthenticatorData.FLAG
ALL = FLAG.UP | FLAG.UV


@dataclass
class Key:
    """One key with one credential. ``count`` is its number of signatures, 0 for a key that does not count."""

    origin: str = ORIGIN
    host: str = HOST
    flags: Any = ALL
    count: int = 1
    counts: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """What a browser sends after ``navigator.credentials.create``."""
        self.handle = websafe_decode(options["user"]["id"])
        credential = AttestedCredentialData.create(
            Aaguid(b"\0" * 16), self.id, ES256.from_cryptography_key(self.secret.public_key())
        )
        data = AuthenticatorData.create(self.hashed(), self.flags | FLAG.AT, self.next(), credential)
        client = CollectedClientData.create("webauthn.create", websafe_decode(options["challenge"]), self.origin)
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            "transports": ["internal"],
        }
        return self.sent(response)

    def use(self, options: dict[str, Any]) -> str:
        """What a browser sends after ``navigator.credentials.get``."""
        data = AuthenticatorData.create(self.hashed(), self.flags, self.next())
        client = CollectedClientData.create("webauthn.get", websafe_decode(options["challenge"]), self.origin)
        signature = self.secret.sign(data + client.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.handle),
        }
        return self.sent(response)

    def sent(self, response: dict[str, Any]) -> str:
        """The envelope of an answer."""
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": response,
            }
        )

    def hashed(self) -> bytes:
        """The host as keys sign it."""
        return hashlib.sha256(self.host.encode()).digest()

    def next(self) -> int:
        """The number of this signature."""
        self.count += self.counts
        return self.count if self.counts else 0
