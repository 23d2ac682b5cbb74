"use strict";
(() => {
  const form = document.getElementById("filter");
  const findings = [...document.querySelectorAll(".finding")];
  const open = (target) => {
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  };
  const toTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    open(target);
    if (form && target.hidden) { form.reset(); filter(); }
    target.scrollIntoView();
  };
  const filter = () => {
    const words = document.getElementById("filter-text").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const file = document.getElementById("filter-document").value;
    const family = document.getElementById("filter-family").value;
    const boxes = [...form.querySelectorAll("[name=severity]")];
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const one of findings) {
      const of = one.closest(".document").dataset.document;
      const heads = [...one.closest(".actor").querySelectorAll("h3"), ...one.closest(".document").querySelectorAll("h4")];
      const text = [one, ...heads].map((part) => part.textContent).join(" ").toLocaleLowerCase();
      one.hidden = !((!file || file === of) && (!family || family === one.dataset.family) &&
        severities.has(one.dataset.severity) && words.every((word) => text.includes(word)));
      shown += one.hidden ? 0 : 1;
    }
    for (const name of [".document", ".actor"])
      for (const group of document.querySelectorAll(name)) group.hidden = !group.querySelector(".finding:not([hidden])");
    const count = document.getElementById("filter-count");
    count.textContent = count.dataset.of.replace("…", shown).replace("…", findings.length);
    document.getElementById("filter-note").textContent = shown < findings.length ? count.textContent : "";
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }
  const measured = new ResizeObserver(() => {
    for (const table of document.querySelectorAll(".scroll"))
      table.previousElementSibling.hidden = table.scrollWidth <= table.clientWidth;
  });
  for (const table of document.querySelectorAll(".scroll")) for (const part of [table, table.firstElementChild]) measured.observe(part);
  addEventListener("hashchange", toTarget);
  toTarget();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
})();
