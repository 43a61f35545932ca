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
