// The page that stands in for a preview that cannot be shown now: it says why and what to do, and comes alive by itself
// through a long poll of the service worker. Self-contained: there is no server to load anything from.

interface WaitingPage {
  readonly title: string;
  /** Plain text. */
  readonly message: string;
  /** What to do, one step a line; plain text. */
  readonly steps: readonly string[];
  /** Long-polled: an answer of 200 means: load again. */
  readonly pollUrl: string;
  /** Shown large: the port. */
  readonly badge: string;
  readonly ideUrl: string | null;
}

export function waitingPage(page: WaitingPage): string {
  const steps = page.steps.map((step) => `<li>${markup(step)}</li>`).join('');
  const link =
    page.ideUrl === null
      ? ''
      : `<a class="open" href="${escape(page.ideUrl)}" target="_blank" rel="noopener">Open Holdfast</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(page.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<div class="badge" aria-hidden="true"><span class="dot"></span>${escape(page.badge)}</div>
<h1>${escape(page.title)}</h1>
<p>${escape(page.message)}</p>
<ol>${steps}</ol>
${link}
<p class="wait" role="status"><span class="pulse" aria-hidden="true"></span>This page loads by itself as soon as it is there.</p>
</main>
<script>${script(page.pollUrl)}</script>
</body>
</html>`;
}

/** Text in back-quotes is code. */
function markup(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b1f27;--soft:#5b6472;--line:#e2e6ec;--accent:#0f766e;--code:#eef1f5}
@media (prefers-color-scheme:dark){:root{--bg:#0f1216;--card:#161a20;--ink:#e7eaf0;--soft:#98a2b3;--line:#262c36;--accent:#5eead4;--code:#20262f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--ink);font:15px/1.55 Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",sans-serif}
main{width:min(440px,100%);padding:28px 30px 24px;background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px rgb(0 0 0/.06)}
.badge{display:inline-flex;align-items:center;gap:8px;padding:3px 11px 3px 9px;border:1px solid var(--line);border-radius:99px;color:var(--soft);font:500 13px/1.5 ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace;font-variant-numeric:tabular-nums}
.dot{width:8px;height:8px;border:1.5px solid var(--soft);border-radius:50%}
h1{margin:16px 0 6px;font-size:20px;line-height:1.3;font-weight:620;letter-spacing:-.012em;text-wrap:balance}
p{margin:0;color:var(--soft)}
ol{margin:16px 0 0;padding-left:20px}
li{margin:5px 0;padding-left:3px}
li::marker{color:var(--soft)}
code{padding:1.5px 5px;border-radius:5px;background:var(--code);font:13px ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace}
.open{display:inline-block;margin-top:18px;padding:7px 14px;border-radius:8px;background:var(--accent);color:var(--card);font-weight:560;text-decoration:none}
.open:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.wait{display:flex;align-items:center;gap:9px;margin-top:22px;padding-top:16px;border-top:1px solid var(--line);font-size:13px}
.pulse{width:7px;height:7px;border-radius:50%;background:var(--accent);animation:pulse 1.6s ease-in-out infinite}
@keyframes pulse{50%{opacity:.25}}
@media (prefers-reduced-motion:reduce){.pulse{animation:none}}`;

/** Polls until the answer is 200; a failed poll (the service worker was stopped) waits a moment. */
function script(pollUrl: string): string {
  return `if(parent!==window)document.querySelector(".open")?.remove();(async()=>{for(;;){try{const r=await fetch(${JSON.stringify(pollUrl)},{cache:"no-store"});if(r.status===200){location.reload();return}if(r.status!==204)throw 0}catch{await new Promise(r=>setTimeout(r,1500))}}})()`;
}
