"""``postgresql.conf`` of the embedded server, written anew at each start."""

import os
from pathlib import Path

from .sockets import PORT

MB = 1024 * 1024


def configuration(sockets: Path, *, name: str, durable: bool) -> str:
    """The settings as text; ``name`` is the cluster's name.

    ``durable=False`` is for tests only: a crash may then lose everything.
    An operator's own settings go to ``local.conf`` beside it, which is read last.
    """
    lines = [f"{key} = '{value}'" for key, value in {**fixed(sockets, name), **sized(memory())}.items()]
    if not durable:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    return "\n".join([*lines, "include_if_exists = 'local.conf'", ""])


def fixed(sockets: Path, name: str) -> dict[str, str]:
    """Settings that do not depend on the machine."""
    return {
        "cluster_name": name,
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(sockets).replace("'", "''"),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "lc_messages": "C",
        "timezone": "Asia/Tokyo",
        "log_timezone": "Asia/Tokyo",
        "default_text_search_config": "pg_catalog.simple",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_line_prefix": "%m [%p] ",
        # A statement that fails holds names; so does the detail of a broken constraint.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        # A plan made for all names is a hundred times slower than one made for the name asked.
        "plan_cache_mode": "force_custom_plan",
        "jit": "off",
        "random_page_cost": "1.1",
        "max_wal_size": "2GB",
        "min_wal_size": "256MB",
        "idle_in_transaction_session_timeout": "10min",
    }


def sized(ram: int) -> dict[str, str]:
    """Settings that grow with the memory (bytes)."""
    shared = max(64 * MB, min(ram // 4, 1024 * MB))
    return {
        "shared_buffers": f"{shared // MB}MB",
        "effective_cache_size": f"{max(ram // 2, shared) // MB}MB",
        "work_mem": f"{max(4, min(ram // 256 // MB, 32))}MB",
        "maintenance_work_mem": f"{max(32, min(ram // 16 // MB, 256))}MB",
    }


def memory() -> int:
    """Bytes of memory that this machine, or the control group we run in, has."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.is_file() else "max"
    return min(machine, int(text)) if text.isdigit() else machine
