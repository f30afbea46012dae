"""The one code of a person (EX-101): an Ed25519 signature that a device verifies with the public key alone, offline.

`HW1` and 120 characters of base 32, all of QR's alphanumeric set: first four bytes of the meeting's id, the person's
number, how often the code was issued anew, the signature over these and the whole meeting id. No personal data.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIND = "HW1"
HEAD = struct.Struct(">4sIHB")
"""75 bytes with the signature: 120 characters without padding."""
LENGTH = HEAD.size + 64


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a good code says."""

    number: int
    issue: int


class CodeFaulty(ValueError):
    """No code of ours, of another meeting, or not signed by this installation."""


def public_key(seed: bytes) -> bytes:
    """The 32 bytes that verify what `seed` signs."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def make(seed: bytes, meeting_id: UUID, number: int, issue: int) -> str:
    """The code's text for a person of a meeting."""
    head = HEAD.pack(meeting_id.bytes[:4], number, issue, 1)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(meeting_id.bytes + head)
    return KIND + base64.b32encode(head + signature).decode()


def read(text: str, meeting_id: UUID, keys: list[bytes]) -> Ticket:
    """What the code says, if any of the public keys verifies it. Raises CodeFaulty."""
    plain = "".join(text.split()).upper()
    if not plain.startswith(KIND) or len(plain) > 200:
        raise CodeFaulty
    try:
        body = base64.b32decode(plain[len(KIND) :])
    except ValueError:
        raise CodeFaulty from None
    if len(body) != LENGTH or body[:4] != meeting_id.bytes[:4]:
        raise CodeFaulty
    head, signature = body[: HEAD.size], body[HEAD.size :]
    if not any(_is_signed(key, signature, meeting_id.bytes + head) for key in keys):
        raise CodeFaulty
    _meeting, number, issue, _version = HEAD.unpack(head)
    return Ticket(number, issue)


def _is_signed(key: bytes, signature: bytes, what: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, what)
    except InvalidSignature:
        return False
    return True
