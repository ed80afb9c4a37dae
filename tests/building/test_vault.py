"""``madoguchi vault``: what an operator reads of the keys."""

from argparse import Namespace

import pytest

from madoguchi.config.commands import vault as command
from madoguchi.foundation import vault
from madoguchi.foundation.commands import CommandError
from madoguchi.foundation.vault.sealing import keyring

pytestmark = pytest.mark.django_db


def test_the_commands_name_keys_by_their_ids_only(own_keys):
    vault.seal(b"x", purpose="tests.note", bound_to="person:1")
    secrets = [path.read_text() for path in keyring().folder.iterdir()]
    said = command.rotate(Namespace()), command.status(Namespace())
    secrets += [path.read_text() for path in keyring().folder.iterdir()]
    assert keyring().current.id.hex() in said[0].text
    assert "個人番号　0件" in said[0].text
    for result in said:
        assert not any(secret in f"{result.text}{result.data}" for secret in secrets)


def test_the_command_says_what_to_do_about_a_lost_key(own_keys):
    for path in keyring().folder.iterdir():
        path.unlink()
    for act in (command.rotate, command.status):
        with pytest.raises(CommandError, match="控えから戻して"):
            act(Namespace())
