#!/usr/bin/env python
import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

from newsroom.core.env import Refused

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        import_module("newsroom.settings")  # before any command: some would go on without settings
    except Refused as refusal:
        sys.exit(str(refusal))
    execute_from_command_line(sys.argv)
