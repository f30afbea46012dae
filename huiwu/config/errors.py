"""Refusals of the installation's own commands."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class DataUnwritable(Refusal):
    """The data folder cannot be written: read-only, of another owner, or on a full disk."""

    code = "data_unwritable"
    sentence = (
        "数据目录 {folder} 不能写入（{reason}）。没有改动任何数据。请换一个目录（DATA=…）、给予写权限或腾出空间。"
    )


class PortTaken(Refusal):
    """Another program listens there."""

    code = "port_taken"
    sentence = "{host} 的端口 {port} 不能使用（{reason}）。什么都没有启动。请用 PORT= 或 --port 换一个。"


class AlreadyServing(Refusal):
    """Another `huiwu serve` works on the same data folder."""

    code = "already_serving"
    sentence = "数据目录 {folder} 正在被另一个 huiwu serve 使用。数据没有改变。请先停止它，或换一个目录。"


class MigrationsPending(Refusal):
    """The database is older than the program."""

    code = "migrations_pending"
    sentence = "数据库还差 {count} 步升级，没有启动。请先备份，再执行 huiwu setup（或 huiwu serve --migrate）。"


class DatabaseUnreachable(Refusal):
    """No connection to the database, or not one that can be used."""

    code = "database_unreachable"
    sentence = "数据库不能使用（{reason}）。没有改动任何数据。请检查 DATABASE_URL 与数据目录。"


class BackupExists(Refusal):
    """A backup never overwrites a file."""

    code = "backup_exists"
    sentence = "{file} 已经存在，没有覆盖。请换一个文件名。"


class BackupFailed(Refusal):
    """The archive could not be written to its end; nothing of it remains."""

    code = "backup_failed"
    sentence = "备份没有写成（{reason}），没有留下半个文件；数据没有改变。"


class RestoreFailed(Refusal):
    """The parts could not be put in place; the former ones are back."""

    code = "restore_failed"
    sentence = "没有恢复成（{reason}）。原来的数据已放回原处，没有改变。"


class BackupDamaged(Refusal):
    """The archive is not one of ours, or not as it was written."""

    code = "backup_damaged"
    sentence = "备份文件不能使用：{place}。没有恢复任何内容，现有数据没有改变。"


class BackupForeign(Refusal):
    """The archive was made by a newer program or with another kind of database."""

    code = "backup_foreign"
    sentence = "这个备份与现在的安装不符：{place}。没有恢复任何内容，现有数据没有改变。"


class InstallationNotEmpty(Refusal):
    """Restoring would overwrite."""

    code = "installation_not_empty"
    sentence = "数据目录 {folder} 已有数据，没有恢复。要替换请加 --replace，原来的数据会保留在旁边。"
