"""The envelope: AES-256-GCM. Pure: keys, purposes and owners are handed in.

``version (1) | key id (8) | nonce (12) | ciphertext | tag (16)``. Header, purpose and owner are authenticated: an
envelope that is moved to another row, another person or another use does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import NotAuthenticError
from .keys import ID_BYTES, Key

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = len(VERSION) + ID_BYTES
SHORTEST = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


def close(key: Key, text: bytes, *, purpose: str, bound_to: str) -> bytes:
    """An envelope that holds the text. Two of the same text never look alike."""
    nonce = os.urandom(NONCE_BYTES)
    header = VERSION + key.id
    return header + nonce + AESGCM(key.secret).encrypt(nonce, text, context(header, purpose, bound_to))


def open_with(key: Key, envelope: bytes, *, purpose: str, bound_to: str) -> bytes:
    """The text of an envelope. Raises NotAuthenticError where a bit, the purpose, the owner or the key is another."""
    if key_id_of(envelope) != key.id:
        raise NotAuthenticError("別の鍵で封をしたものです。")
    header, nonce = envelope[:HEADER_BYTES], envelope[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    sealed = envelope[HEADER_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(key.secret).decrypt(nonce, sealed, context(header, purpose, bound_to))
    except InvalidTag:
        raise NotAuthenticError("封をした中身が、目的・持ち主と合わないか、書き換えられています。") from None


def key_id_of(envelope: bytes) -> bytes:
    """Which key closed an envelope. Raises NotAuthenticError for what is no envelope."""
    if len(envelope) < SHORTEST or envelope[:1] != VERSION:
        raise NotAuthenticError("封をしたものではありません。")
    return envelope[1:HEADER_BYTES]


def context(header: bytes, purpose: str, bound_to: str) -> bytes:
    """What is authenticated beside the text; lengths are written, so that no two contexts are spelt alike."""
    return header + b"".join(len(part).to_bytes(4) + part for part in (purpose.encode(), bound_to.encode()))
