"""What axe finds in a page: everything but what it calls minor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MINOR = {"minor"}
# Letters stand in frames, with the styles that mail programs want; tests/emails looks at them.
_RUN = """async (rules) => {
  const run = rules.length ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const { violations } = await axe.run(document, {
    runOnly: run, resultTypes: ["violations"], iframes: false, preload: false, elementRef: false,
  });
  return violations.map(({ id, impact, nodes }) => ({
    id, impact, nodes: nodes.slice(0, 4).map((node) => ({ target: node.target.join(" "), why: node.failureSummary })),
  }));
}"""


def findings(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong, a sentence each; `rules` narrows to some of axe's rules."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(_RUN.replace("TAGS", str(TAGS)), list(rules))
    return [
        f"axe: {one['id']} ({one['impact']}): {node['target']}: {' '.join(node['why'].split())}"
        for one in found
        if one["impact"] not in MINOR
        for node in one["nodes"]
    ]
