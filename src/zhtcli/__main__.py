"""`python -m zhtcli` is `zht`."""

from zhtcli.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
