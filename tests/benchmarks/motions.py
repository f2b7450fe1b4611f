"""What the benchmarks do to a map in the browser, step by step, each step timed by the page itself.

`js` is the time of the map's own script in a step, `paint` the time from the input to after the frame was handed to the compositor; both
in milliseconds. A step that changes nothing waits for the next frame all the same: `nothing` tells how long that takes here.
"""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Frame, Page

#: Stands before each script: waiting, and the map's layer (undefined on a page without one).
_BEFORE: Final = """
const frame = () => new Promise((done) => requestAnimationFrame(done));
const after = () => new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
const painted = async () => { await frame(); await after(); };
const rest = () => new Promise((done) => setTimeout(done, 20));
const layer = window.eventTimeline;
"""
#: Moves the slider to each of `days` (numbers from the first day). `nothing` is the wait for a frame with nothing to do, before each step.
SCRUB: Final = """
const js = [], paint = [], nothing = [];
for (const day of days) {
  await frame(); await rest();
  const before = performance.now();
  await painted();
  nothing.push(performance.now() - before);
  await frame(); await rest();
  const start = performance.now();
  layer.bar.input.value = day;
  layer.bar.input.dispatchEvent(new Event("input", { bubbles: true }));
  await painted();
  paint.push(performance.now() - start);
  js.push(layer.perf.work);
}
return { js, paint, nothing };
"""
#: Sets the window to `window_days` (0: everything so far).
WINDOW: Final = "layer.setWindow(window_days); await painted(); await painted();"
#: Pans twice and zooms once, in turn, between the two levels of `zooms`.
MOVE: Final = """
const js = [];
for (let k = 0; k < 15; k++) {
  await rest();
  if (k % 3 === 2) layer._map.setZoom(zooms[k % 2], { animate: false });
  else layer._map.panBy([37, 11 * k], { animate: false });
  await painted();
  js.push(layer.perf.work);
}
return { js };
"""
#: Asks what stands at points all over the map; `reach` are further arguments of the painter's `pick`.
PICK: Final = """
const js = [];
for (let x = 60; x < 1100; x += 80) for (let y = 60; y < 700; y += 70) {
  const start = performance.now();
  layer.painter.pick(x, y, ...reach);
  js.push(performance.now() - start);
}
return { js };
"""
#: Clicks the first three entries of the legend, in turn; they are what `entries` selects.
FILTER: Final = """
const js = [], paint = [];
for (let k = 0; k < 9; k++) {
  await rest();
  const start = performance.now();
  document.querySelectorAll(entries)[k % 3].click();
  await painted();
  paint.push(performance.now() - start);
  js.push(layer.perf.work);
}
return { js, paint };
"""


def run(page: Page | Frame, script: str, **values: Any) -> dict[str, list[float]]:
    """Run a script in the page, with the values given as its variables, and return its times by name."""
    result: dict[str, list[float]] = page.evaluate(f"async ({{ {', '.join(values)} }}) => {{ {_BEFORE} {script} }}", values)
    return result
