"use strict";
// The front works without this; it saves a reader a few motions. Loaded with `defer`, the page's only script.

// A button that copies: <button class="copy" data-copies="ID OF THE TEXT" data-copied="SAID WHEN DONE" hidden>.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      getSelection().selectAllChildren(source); // a page over plain http may not write: the reader copies by hand
      return;
    }
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// On a wide window the search's filters stand open beside the hits; on a phone they open at a touch.
for (const filters of document.querySelectorAll("details.filters")) {
  filters.open = matchMedia("(min-width: 62rem)").matches;
}

// Bars over time are links; dragging over several of them chooses the whole period.
for (const figure of document.querySelectorAll(".histogram")) {
  const bars = [...figure.querySelectorAll("svg a")];
  const at = (event) => bars.indexOf(document.elementFromPoint(event.clientX, event.clientY)?.closest("a"));
  let first = -1;
  let last = -1;
  const paint = () => {
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    bars.forEach((bar, place) => bar.classList.toggle("chosen", first >= 0 && from <= place && place <= to));
  };
  figure.querySelector(".drag").hidden = false;
  figure.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("pointerdown", (event) => { first = last = event.button ? -1 : at(event); paint(); });
  figure.addEventListener("pointermove", (event) => {
    const place = at(event);
    if (first >= 0 && place >= 0) { last = place; paint(); }
  });
  addEventListener("pointerup", () => {
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    first = last = -1;
    paint();
    if (from < 0 || from === to) return; // a click on one bar: its link does it
    const address = new URL(bars[from].href.baseVal ?? bars[from].href, location);
    address.searchParams.set("to", bars[to].dataset.to);
    location.assign(address);
  });
  addEventListener("pointercancel", () => { first = last = -1; paint(); });
}
