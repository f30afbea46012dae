"""Personal data that is never stored in the clear: identity numbers, accounts of people.

Sealed with a key made from the installation's secret (`secret.key` in the data folder, which a backup carries; or
HUIWU_SECRET_KEY). Without that secret nobody can read them again. Whoever shows one records a fact of the look.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from huiwu.foundation.errors import SecretUnreadable

MASK = "•"


def seal(text: str, purpose: str) -> str:
    """The text under lock, different each time; nothing stays nothing. What was sealed for one purpose opens for no other."""
    return _cipher(purpose).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, purpose: str) -> str:
    """Raises SecretUnreadable when it was sealed under another secret, or is damaged."""
    if not sealed:
        return ""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretUnreadable from None


def masked(text: str, *, head: int = 0, tail: int = 4) -> str:
    """`110101199001011234` → `••••1234`: at most half of it is ever left to see."""
    if not text:
        return ""
    shown = len(text) // 2
    head, tail = min(head, shown), min(tail, max(0, shown - head))
    return text[:head] + MASK * 4 + (text[-tail:] if tail else "")


def seeds(purpose: str) -> list[bytes]:
    """32 bytes each to sign with, the present secret's first; those of former secrets only verify."""
    return [hashlib.sha256(f"signs|{purpose}|{secret}".encode()).digest() for secret in _secrets()]


def _cipher(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in _secrets()])


def _secrets() -> list[str]:
    """The present one first."""
    return [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"sealed|{purpose}|{secret}".encode()).digest())
