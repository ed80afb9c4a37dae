"""Coming in: passkeys, failed tries, devices, sessions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Passkey(models.Model):
    """A passkey of a member of staff: a public key, never a secret. It is ended, not deleted."""

    updatable = ("name", "sign_count", "last_used_at", "doubted_at", "ended_at")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.PROTECT, related_name="passkeys"
    )
    name = models.CharField("名前", max_length=40)
    credential_id = models.BinaryField("識別子", unique=True)
    credential = models.BinaryField("公開鍵")
    handle = models.BinaryField("利用者の識別子")
    rp_id = models.CharField("ホスト名", max_length=253)
    sign_count = models.BigIntegerField("署名の回数", default=0)
    transports = ArrayField(models.CharField(max_length=20), verbose_name="接続の方法", default=list, blank=True)
    is_synced = models.BooleanField("端末の間で同期", default=False)
    created_at = models.DateTimeField("登録日時", db_default=Now())
    last_used_at = models.DateTimeField("最後に使った日時", null=True)
    doubted_at = models.DateTimeField("複製が疑われた日時", null=True)
    ended_at = models.DateTimeField("取消日時", null=True)

    class Meta:
        verbose_name = "パスキー"
        verbose_name_plural = "パスキー"
        indexes = [models.Index(fields=["user"], condition=models.Q(ended_at=None), name="login_passkey_live")]
        constraints = [
            models.CheckConstraint(name="login_sign_count", condition=models.Q(sign_count__gte=0)),
            models.UniqueConstraint(
                name="login_passkey_names", fields=["user", "name"], condition=models.Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FailedTry(models.Model):
    """Failed log-ins of one key since they were last forgotten. ``key`` is a keyed hash: no user name is kept."""

    key = models.CharField("対象", max_length=64, unique=True)
    failures = models.PositiveIntegerField("失敗の回数", default=0)
    last_at = models.DateTimeField("最後の失敗")
    until = models.DateTimeField("待つ時刻")

    class Meta:
        verbose_name = "ログインの失敗"
        verbose_name_plural = "ログインの失敗"
        indexes = [models.Index(fields=["last_at"], name="login_failed_last")]


class KnownDevice(models.Model):
    """A browser in which a member of staff has logged in before. ``token`` is the hash of its cookie."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.CASCADE, related_name="known_devices"
    )
    token = models.CharField("端末の印", max_length=64)
    first_at = models.DateTimeField("最初の日時", db_default=Now())
    last_at = models.DateTimeField("最後の日時")

    class Meta:
        verbose_name = "使ったことのある端末"
        verbose_name_plural = "使ったことのある端末"
        constraints = [models.UniqueConstraint(name="login_device_once", fields=["user", "token"])]
        indexes = [models.Index(fields=["last_at"], name="login_device_last")]


class DeskSession(models.Model):
    """A session of a member of staff, so that they see where they are logged in and can end it."""

    class End(models.TextChoices):
        """How a session ended."""

        LOGOUT = "logout", "ログアウト"
        IDLE = "idle", "操作がなかった"
        ENDED = "ended", "ほかの端末から終了"
        CHANGED = "changed", "パスワードの変更"
        RECOVERED = "recovered", "ログインの回復"
        CLOSED = "closed", "管理者が終了"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="職員", on_delete=models.CASCADE, related_name="desk_sessions"
    )
    key = models.CharField("セッション", max_length=40, unique=True)
    with_passkey = models.BooleanField("パスキーで確認", default=False)
    browser = models.CharField("ブラウザー", max_length=60)
    address = models.CharField("接続元", max_length=45)
    begun_at = models.DateTimeField("開始")
    seen_at = models.DateTimeField("最後の操作")
    ended_at = models.DateTimeField("終了", null=True)
    end = models.CharField("終わり方", max_length=10, choices=End, blank=True)

    class Meta:
        verbose_name = "ログイン中の端末"
        verbose_name_plural = "ログイン中の端末"
        indexes = [models.Index(fields=["user", "-begun_at"], name="login_session_user")]
        constraints = [
            models.CheckConstraint(
                name="login_session_end",
                condition=models.Q(ended_at=None, end="") | (models.Q(ended_at__isnull=False) & ~models.Q(end="")),
            )
        ]
