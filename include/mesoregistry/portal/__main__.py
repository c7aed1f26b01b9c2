"""The portal as a service: ``python -m mesoregistry.portal`` migrates its database and answers on its port."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from mesoregistry.local.closed import close_process
from mesoregistry.local.folders import close_to_others
from mesoregistry.portal import setup
from mesoregistry.settings import settings


class Server(BaseApplication):
    """gunicorn with processes that share nothing, and threads for slow lines."""

    def load_config(self) -> None:
        values = {
            "bind": f"{settings().portal_host}:{settings().portal_port}",
            "worker_class": "gthread",
            "workers": 2,
            "threads": 6,
            "timeout": 150,  # the longest that a file may take to be read
            "graceful_timeout": 5,
            "keepalive": 5,
            "max_requests": 2000,
            "max_requests_jitter": 200,
            "worker_tmp_dir": None,
            "accesslog": None,  # addresses hold the tokens of invitations
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "mesoregistry-portal",
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each process of the server, with those that check files; one of them writes to people."""
        from django.core.wsgi import get_wsgi_application

        from mesoregistry.checking.pool import pool
        from mesoregistry.portal import mailer

        pool().start()
        application = get_wsgi_application()
        mailer.start()
        return application


def main() -> None:
    close_to_others()
    close_process()
    setup.configure()
    setup.migrate()
    Server().run()


if __name__ == "__main__":
    main()
