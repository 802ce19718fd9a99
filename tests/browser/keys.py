"""Somebody who has a keyboard and nothing else: keys are counted, and the focus is always somewhere one can see."""

from __future__ import annotations

from playwright.sync_api import Page

FAR = 250  # tabs after which something is held to be out of reach
_HAS_FOCUS = (
    """(wanted) => { const at = document.activeElement; return Boolean(at && at.matches(wanted)); }"""
)
_IN_SIGHT = """() => { const at = document.activeElement.getBoundingClientRect();
  return at.width > 0 && at.bottom > 0 && at.top < innerHeight; }"""


class Keys:
    """A page that is worked by Tab, arrows, Enter, Space and letters; `pressed` counts all but the letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.typed = page, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, wanted: str, key: str = "Tab") -> None:
        """Go on to whatever a selector means, from wherever the focus is."""
        for _ in range(FAR):
            self.press(key)
            if self.page.evaluate(_HAS_FOCUS, wanted):
                return self._in_sight(wanted)
        raise AssertionError(f"{FAR} times {key} do not lead to {wanted}")

    def _in_sight(self, wanted: str) -> None:
        for _ in range(100):  # pages scroll gently
            if self.page.evaluate(_IN_SIGHT):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{wanted} has the focus out of sight")

    def enter(self, wanted: str) -> None:
        """Go to a link or a button and press Enter; the next page is there afterwards."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, wanted: str) -> None:
        """Go to a box, or to the first of a row of choices, and tick it."""
        self.to(wanted)
        self.press("Space")

    def pick(self, row: str, value: str) -> None:
        """Go to a row of choices, and with the arrows to one of them."""
        self.to(f"input[name={row}]")
        self.press("Space")
        for _ in range(20):
            if self.page.evaluate(_HAS_FOCUS, f"input[name={row}][value={value}]:checked"):
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {value}")

    def write(self, wanted: str, words: str) -> None:
        """Go to a field and type."""
        self.to(wanted)
        self.letters(words)

    def letters(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.typed += len(words)
