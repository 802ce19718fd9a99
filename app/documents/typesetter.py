"""A program of its own: reads an order as JSON from its input, sets it by typst, writes the files to its output, each after its
length. It imports nothing of the application, so that it starts in a tenth of a second, and takes with it what typst keeps.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator

LENGTH = struct.Struct(">Q")


def main() -> int:
    """Set what was ordered; 1 if it cannot be set, with typst's reason on the error output."""
    import typst  # noqa: PLC0415 - the application takes `files_of` from here, and does without typst

    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(root=order["root"], font_paths=fonts, ignore_system_fonts=True)
    try:
        made = compiler.compile(order["template"], sys_inputs={"facts": order["facts"]}, **order["as"])
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    for file in filter(None, made if isinstance(made, list) else [made]):
        sys.stdout.buffer.write(LENGTH.pack(len(file)) + file)
    return 0


def files_of(output: bytes) -> Iterator[bytes]:
    """What the program has written, file by file."""
    at = 0
    while at < len(output):
        (length,) = LENGTH.unpack_from(output, at)
        at += LENGTH.size
        yield output[at : at + length]
        at += length


if __name__ == "__main__":
    sys.exit(main())
