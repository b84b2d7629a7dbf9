// Keys go to the board at once, without a click first, and again when the window comes back.
function focusBoard() {
  document.querySelector(".xterm-helper-textarea")?.focus();
}
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(focusBoard).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
addEventListener("focus", focusBoard);
