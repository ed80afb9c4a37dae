"""``madoguchi vault``: the keys that seal what must not be readable in the database."""

from argparse import Namespace
from typing import Any

from madoguchi.foundation.commands import Command, CommandError, Result, tell

ROTATE = """\
新しい鍵を作り、個人番号や保管した紙など、封をしたもののすべてに新しい鍵で封をし直します。窓口を開けたまま行えます。
途中で止まっても、もう一度行えば続きから進みます。古い鍵は、どこにも使われなくなって1日たつと消えます。
Makes a new key and seals everything with it, while the city works. Run it again if it was cut short. The old key goes a
day later, when nothing is sealed with it any more.

例 / example:
  madoguchi vault rotate --town yotsukaido
"""


def rotate(args: Namespace) -> Result:
    """A new key for one town. Raises CommandError where keys are missing."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.vault.errors import VaultError
    from madoguchi.foundation.vault.rotation import rotate as turn

    try:
        done = turn(SYSTEM_ACTOR, tell=tell)
    except VaultError as fault:
        raise CommandError(str(fault)) from fault
    head = f"鍵 {done.key} で封をしました" + ("（前の回の続き）" if done.resumed else "")
    lines = [f"  {name}　{count:,}件" for name, count in done.sealed.items()]
    lines += [f"  使い終えた鍵 {key} を消しました" for key in done.removed]
    lines += [f"  古い鍵 {key} は、使われなくなって1日たつと消えます" for key in done.kept]
    return Result("\n".join([head, *lines]), vars(done))


def status(args: Namespace) -> Result:
    """Which keys there are, and what they seal. Raises CommandError where keys are missing."""
    from madoguchi.foundation.vault.errors import VaultError
    from madoguchi.foundation.vault.sealing import keyring
    from madoguchi.foundation.vault.stores import stores

    try:
        ring = keyring()
    except VaultError as fault:
        raise CommandError(str(fault)) from fault
    counts: dict[str, dict[str, int]] = {
        store.name: {key.hex(): count for key, count in store.counts().items()} for store in stores()
    }
    data: dict[str, Any] = {"folder": str(ring.folder), "keys": [key.id.hex() for key in ring.seals], "sealed": counts}
    return Result("\n".join(words_of(data)), data)


def words_of(data: dict[str, Any]) -> list[str]:
    """The state of the keys in words."""
    lines = [f"鍵の置き場 {data['folder']}"]
    for key in data["keys"]:
        held = [f"{name} {counts[key]:,}件" for name, counts in data["sealed"].items() if counts.get(key)]
        current = "（いまの鍵）" if key == data["keys"][-1] else ""
        lines.append(f"  {key}{current}　" + ("、".join(held) or "封をしたものはありません"))
    plain = [f"{name} {counts['']:,}件" for name, counts in data["sealed"].items() if counts.get("")]
    return [*lines, *(["  まだ封をしていないもの　" + "、".join(plain)] if plain else [])]


COMMANDS = (
    Command(
        path=("vault", "rotate"),
        help="鍵を新しくする / rotate the key",
        description=ROTATE,
        run=rotate,
        in_town=True,
        changes=False,
        owner=True,
    ),
    Command(
        path=("vault", "status"),
        help="鍵と、封をしたものの数 / keys, and what they seal",
        run=status,
        in_town=True,
        changes=False,
    ),
)
