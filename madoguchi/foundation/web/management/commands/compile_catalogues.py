"""``manage compile_catalogues``: see ``foundation/web/catalogues.py``."""

from typing import Any

from django.core.management.base import BaseCommand

from ...catalogues import compile_catalogues


class Command(BaseCommand):
    """Compiles the translation catalogues that have changed."""

    help = "翻訳カタログ（.po）を、変わったものだけ .mo に変換します。gettext は要りません。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(str(path))
