"""The port to a time-stamping authority (RFC 3161), and its adapter over HTTP."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

SECONDS = 10.0
LARGEST = 64 * 1024
GRANTED = {0, 1}


class NoAnswerError(Exception):
    """The authority could not be reached in time, or gave no token for what was asked; it is asked again later."""


class Authority(Protocol):
    """Whoever confirms that something was there at a moment."""

    def confirm(self, message: bytes) -> tuple[bytes, datetime]:
        """The answer for a message, as it came, and the time in it. Raises NoAnswerError, within seconds."""


def authority() -> Authority | None:
    """The authority of ``TSA_URL``; None where the operator named none."""
    return HttpAuthority(settings.TSA_URL) if settings.TSA_URL else None


@dataclass(frozen=True)
class HttpAuthority:
    """An authority reached by HTTP (RFC 3161, 3.4)."""

    url: str

    def confirm(self, message: bytes) -> tuple[bytes, datetime]:
        """See ``Authority``. Only the digest of the message is sent."""
        asked = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            raw = post(self.url, asked.as_bytes())
            answer = decode_timestamp_response(raw)
        except (OSError, HTTPException, ValueError) as trouble:
            raise NoAnswerError(f"{type(trouble).__name__}: {trouble}") from trouble
        if answer.status not in GRANTED or answer.tst_info.nonce != asked.nonce or not fits(answer, message):
            raise NoAnswerError("the answer is not for what was asked")
        return raw, answer.tst_info.gen_time


def post(url: str, body: bytes) -> bytes:
    """Sends a query. Raises OSError, HTTPException, ValueError."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("TSA_URL must begin with http:// or https://")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 (http and https only)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        found: bytes = answer.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise ValueError("the answer is too long")
    return found


def fits(answer: TimeStampResponse, message: bytes) -> bool:
    """True when the token is for the message."""
    return bool(answer.tst_info.message_imprint.message == sha256(message).digest())


def certificates() -> list[x509.Certificate]:
    """The authority's root certificates (``TSA_CERTIFICATES``, PEM); none where none are given.

    Raises OSError, ValueError.
    """
    path = settings.TSA_CERTIFICATES
    return x509.load_pem_x509_certificates(Path(path).read_bytes()) if path else []


def fault_of(raw: bytes, message: bytes, roots: list[x509.Certificate]) -> str:
    """Why an answer does not prove that the message was there; empty where it does."""
    try:
        answer = decode_timestamp_response(raw)
        if not fits(answer, message):
            return "別のデータのタイムスタンプです"
        if roots:
            VerifierBuilder(roots=roots).build().verify_message(answer, message)
    except (VerificationError, ValueError) as fault:
        return f"署名を確かめられません（{fault}）"
    return ""
