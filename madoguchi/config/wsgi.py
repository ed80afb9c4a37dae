"""The WSGI door, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

from madoguchi.config.databases import APPLICATION, AS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")
# Pages are never served with the rights of the tables' owner.
os.environ.setdefault(AS, APPLICATION)
application = get_wsgi_application()
