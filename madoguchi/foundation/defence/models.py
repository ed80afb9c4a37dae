"""How often a door was asked, for as long as a window lasts."""

from django.db import models


class Knock(models.Model):
    """Requests of one asker at one kind of door in one window of time.

    ``asker`` is a keyed fingerprint: no address of anyone is kept. The table is UNLOGGED: a crash empties it, which
    costs nothing but a fresh start for everyone.
    """

    kind = models.CharField("入口の種類", max_length=20)
    asker = models.CharField("問い合わせ元の指紋", max_length=64)
    window = models.BigIntegerField("時間枠")
    count = models.PositiveIntegerField("回数", default=0)

    class Meta:
        verbose_name = "問い合わせの回数"
        verbose_name_plural = "問い合わせの回数"
        constraints = [models.UniqueConstraint(fields=["kind", "asker", "window"], name="defence_knock_once")]
        indexes = [models.Index(fields=["window"], name="defence_knock_window")]
