"""Passkeys: registering one, and proving who one is with it. The protocol is Yubico's ``fido2``."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record

from . import challenges
from .models import Passkey
from .places import origin, rp_id

REGISTER, PROVE = "register", "prove"
MOST = 10
REQUIRED = UserVerificationRequirement.REQUIRED


class PasskeyError(Exception):
    """The passkey was not taken; the message says why and what to do."""


class CloneError(PasskeyError):
    """The passkey's count went back: there may be a copy of it. ``passkey`` is the one in doubt."""

    def __init__(self, passkey: Passkey) -> None:
        super().__init__(
            "このパスキーは複製されたおそれがあるため、使えませんでした。情報システムの担当に連絡してください。"
        )
        self.passkey = passkey


def passkeys_of(user: User) -> QuerySet[Passkey]:
    """A member of staff's passkeys that are not ended, in the order of registration."""
    return Passkey.objects.filter(user=user, ended_at=None).order_by("id")


def server(request: HttpRequest) -> Fido2Server:
    """The protocol's server for the town of the request: its host, this very origin, no attestation."""
    town = getattr(request, "town", None)
    entity = PublicKeyCredentialRpEntity(id=rp_id(request), name=f"{town.name if town else ''}　窓口".strip())
    here = origin(request)
    return Fido2Server(entity, attestation=None, verify_origin=lambda named: named == here)


def registration_options(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey; its challenge is kept in the session."""
    mine = [each for each in passkeys_of(user) if each.rp_id == rp_id(request)]
    handle = bytes(mine[0].handle) if mine else secrets.token_bytes(32)
    entity = PublicKeyCredentialUserEntity(name=user.username, id=handle, display_name=user.get_full_name())
    options, state = server(request).register_begin(
        entity, descriptors(mine), resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
    )
    challenges.keep(request, REGISTER, state)
    request.session["login.handle"] = handle.hex()
    return as_json(options)


def request_options(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """What the browser needs to prove who someone is: one of ``user``'s passkeys, or any that it finds itself."""
    mine = [each for each in passkeys_of(user) if each.rp_id == rp_id(request)] if user else None
    options, state = server(request).authenticate_begin(descriptors(mine) if mine else None, user_verification=REQUIRED)
    challenges.keep(request, PROVE, state)
    return as_json(options)


def descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    """Passkeys as the protocol names them."""
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [
        PublicKeyCredentialDescriptor(type=kind, id=bytes(each.credential_id), transports=known_transports(each))
        for each in passkeys
    ]


def known_transports(passkey: Passkey) -> list[AuthenticatorTransport] | None:
    """How a passkey can be reached, as far as the protocol's library knows the words."""
    known = {each.value for each in AuthenticatorTransport}
    return [AuthenticatorTransport(each) for each in passkey.transports if each in known] or None


def as_json(options: Any) -> dict[str, Any]:
    """Options with base64url in place of bytes."""
    return dict(dict(options)["publicKey"])


def register(actor: Actor, *, request: HttpRequest, user: User, name: str, answer: str) -> Passkey:
    """Keeps the passkey that a browser has made for the actor; the challenge is used up.

    Raises Forbidden for somebody else's, PasskeyError where the answer does not stand, the passkey is known already or
    there are too many.
    """
    if actor.user_id != user.pk:
        raise Forbidden("パスキーは本人だけが登録できます。")
    data, transports = checked_registration(request, answer)
    handle = bytes.fromhex(request.session.pop("login.handle", "")) or secrets.token_bytes(32)
    try:
        with transaction.atomic():
            passkey = kept(user, name, rp_id(request), handle, data, transports)
            detail: dict[str, object] = {"passkey": passkey.pk, "synced": passkey.is_synced}
            record(actor, action="login.add_passkey", subject=f"staff:{user.pk}", detail=detail)
    except IntegrityError as clash:
        raise PasskeyError("このパスキーはもう登録されています。ほかの端末か鍵を使ってください。") from clash
    return passkey


def checked_registration(request: HttpRequest, answer: str) -> tuple[AuthenticatorData, list[str]]:
    """The browser's answer, verified against the open challenge, and how the key is reached. Raises PasskeyError."""
    try:
        state = challenges.take(request, REGISTER)
        given = json.loads(answer)
        transports = [str(each)[:20] for each in given["response"].get("transports") or ()][:8]
        return server(request).register_complete(state, RegistrationResponse.from_dict(given)), transports
    except challenges.NoChallengeError:
        raise PasskeyError("登録の受付から時間がたったか、もう使われています。もう一度登録してください。") from None
    except Exception as fault:  # whatever a forged answer breaks in the protocol's code, it is not taken
        raise PasskeyError("パスキーを登録できませんでした。もう一度試してください。") from fault


def kept(user: User, name: str, host: str, handle: bytes, data: AuthenticatorData, transports: list[str]) -> Passkey:
    """The row of a new passkey, in the caller's transaction. Raises PasskeyError where there are too many."""
    User.objects.select_for_update().get(pk=user.pk)
    names = set(passkeys_of(user).values_list("name", flat=True))
    if len(names) >= MOST:
        raise PasskeyError(f"パスキーは一人{MOST}個までです。使わないものを取り消してください。")
    credential = data.credential_data
    if credential is None:
        raise PasskeyError("パスキーを登録できませんでした。もう一度試してください。")
    return Passkey.objects.create(
        user=user,
        name=free_name(name, names),
        credential_id=credential.credential_id,
        credential=bytes(credential),
        handle=handle,
        rp_id=host,
        sign_count=data.counter,
        transports=transports,
        is_synced=data.is_backed_up(),
    )


def free_name(name: str, taken: set[str]) -> str:
    """The wished name, or with a number behind it where it is taken: 「庁内の端末 2」."""
    wished = " ".join(name.split())[:36] or "パスキー"
    if wished not in taken:
        return wished
    return next(found for number in range(2, MOST + 3) if (found := f"{wished} {number}") not in taken)


def prove(request: HttpRequest, answer: str, *, user: User | None = None) -> Passkey:
    """The passkey by which a browser proves who someone is; the challenge is used up.

    ``user`` None: the passkey alone says who it is. Raises PasskeyError, CloneError.
    """
    try:
        state = challenges.take(request, PROVE)
        response = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = named(request, response, user)
        server(request).authenticate_complete(state, [AttestedCredentialData(bytes(passkey.credential))], response)
    except challenges.NoChallengeError:
        raise PasskeyError("確認の受付から時間がたったか、もう使われています。もう一度試してください。") from None
    except Exception as fault:  # whatever a forged answer breaks in the protocol's code, it proves nothing
        raise PasskeyError("パスキーで確認できませんでした。もう一度試してください。") from fault
    use(passkey, response.response.authenticator_data.counter)
    return passkey


def named(request: HttpRequest, response: AuthenticationResponse, user: User | None) -> Passkey:
    """The live passkey that an answer names. Raises Passkey.DoesNotExist, also for another person's."""
    found = Passkey.objects.select_related("user").get(
        credential_id=bytes(response.raw_id), rp_id=rp_id(request), ended_at=None, user__is_active=True
    )
    handle = response.response.user_handle
    if (user is not None and found.user_id != user.pk) or (user is None and not handle):
        raise Passkey.DoesNotExist
    if handle and bytes(handle) != bytes(found.handle):
        raise Passkey.DoesNotExist
    return found


def use(passkey: Passkey, count: int) -> None:
    """Notes a use. Raises CloneError where the count of signatures did not grow although it is kept."""
    with transaction.atomic():
        row = Passkey.objects.select_for_update().get(pk=passkey.pk)
        cloned = (count or row.sign_count) and count <= row.sign_count
        changed = {"doubted_at": timezone.now()} if cloned else {"last_used_at": timezone.now(), "sign_count": count}
        Passkey.objects.filter(pk=row.pk).update(**changed)
    if cloned:
        raise CloneError(passkey)


def rename(actor: Actor, *, passkey: Passkey, name: str) -> None:
    """Gives one's own passkey another name. Raises Forbidden."""
    require_own(actor, passkey)
    others = set(passkeys_of(passkey.user).exclude(pk=passkey.pk).values_list("name", flat=True))
    with transaction.atomic():
        Passkey.objects.filter(pk=passkey.pk).update(name=free_name(name, others))
        record(actor, action="login.rename_passkey", subject=f"staff:{passkey.user_id}", detail={"passkey": passkey.pk})


def remove(actor: Actor, *, passkey: Passkey, required: bool) -> None:
    """Ends one's own passkey. Raises Forbidden; PasskeyError for the last one where passkeys are ``required``."""
    require_own(actor, passkey)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=passkey.user_id)
        if required and not passkeys_of(passkey.user).exclude(pk=passkey.pk).exists():
            raise PasskeyError("最後のパスキーは取り消せません。先に別のパスキーを登録してください。")
        Passkey.objects.filter(pk=passkey.pk, ended_at=None).update(ended_at=timezone.now())
        record(actor, action="login.remove_passkey", subject=f"staff:{passkey.user_id}", detail={"passkey": passkey.pk})


def end_all(user: User) -> int:
    """Ends every passkey of a person, as part of a recovery; gives how many."""
    return passkeys_of(user).update(ended_at=timezone.now())


def require_own(actor: Actor, passkey: Passkey) -> None:
    """Raises Forbidden unless the passkey is the actor's own."""
    if actor.user_id is None or actor.user_id != passkey.user_id:
        raise Forbidden("ほかの人のパスキーは変えられません。")
