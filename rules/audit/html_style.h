#ifndef TRIALMATCH_RULES_AUDIT_HTML_STYLE_H_
#define TRIALMATCH_RULES_AUDIT_HTML_STYLE_H_

namespace trialmatch::rules {

// Style and script of the audit page. Text on any of the colours has a contrast of at least 7:1 in
// both schemes, links and badges at least 4.5:1 (tests/e2e/test_audit_page.py computes it).
inline constexpr char kAuditStyle[] = R"css(
:root{--bg:#ffffff;--fg:#1c1f24;--soft:#50565f;--line:#c9ced6;--card:#f6f7f9;--link:#0b4fa8;
--full-bg:#d8f0df;--full-fg:#0f4424;--partial-bg:#fcebc7;--partial-fg:#593a00;--none-bg:#fbdfe2;
--none-fg:#721320;--mark-s:80%;--mark-l:86%;--tip-bg:#1c1f24;--tip-fg:#ffffff;--unread:#b3261e}
@media (prefers-color-scheme:dark){:root{--bg:#15181d;--fg:#eceff3;--soft:#b3bac5;--line:#454c57;
--card:#1e2229;--link:#8fbdff;--full-bg:#123d23;--full-fg:#c4f0d2;--partial-bg:#4a3508;
--partial-fg:#ffe5ad;--none-bg:#541a21;--none-fg:#ffd3d8;--mark-s:45%;--mark-l:22%;
--tip-bg:#eceff3;--tip-fg:#15181d;--unread:#ff9a92}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
main{max-width:84rem;margin:0 auto;padding:1rem 1.25rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.25rem;margin:1.75rem 0 .5rem}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}
h4{font-size:1rem;margin:1.4rem 0 .4rem;color:var(--soft);white-space:pre-line}
.nct{font-weight:400;color:var(--soft);font-variant-numeric:tabular-nums}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:1px;border-radius:2px}
article{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.25rem;padding:.6rem .8rem;
border-top:1px solid var(--line);border-left:4px solid transparent;content-visibility:auto;
contain-intrinsic-size:auto 6rem}
article.none{border-left-color:var(--none-fg)}
article.partial{border-left-color:var(--partial-fg)}
article.full{border-left-color:var(--full-fg)}
article:target{background:var(--card)}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.reading{font-size:.925rem;overflow-wrap:anywhere}
.reading p{margin:0 0 .3rem}
.facts{color:var(--soft)}
.facts .id{font-weight:600}
.says{font-weight:500}
.rules{margin:.2rem 0 0;padding-left:1.1rem;color:var(--soft)}
.rules code,.field{font:.85em/1.4 ui-monospace,monospace;color:var(--fg)}
.field{color:var(--soft)}
.level{display:inline-block;padding:0 .45rem;border-radius:.6rem;font-size:.85rem;font-weight:600}
.level.full,.bar .full{background:var(--full-bg);color:var(--full-fg)}
.level.partial,.bar .partial{background:var(--partial-bg);color:var(--partial-fg)}
.level.none,.bar .none{background:var(--none-bg);color:var(--none-fg)}
.bar{display:inline-flex;width:9rem;max-width:40vw;height:.8rem;border:1px solid var(--soft);
border-radius:.4rem;overflow:hidden;vertical-align:middle;margin-right:.5rem}
.bar span{display:block}
.bar .full{background:#2e8b57}.bar .partial{background:#e0a526}.bar .none{background:#c23b4b}
.counts{white-space:nowrap;font-variant-numeric:tabular-nums}
mark{position:relative;color:inherit;border-radius:.2rem;padding:.05rem .1rem;
background:hsl(var(--h) var(--mark-s) var(--mark-l));box-decoration-break:clone;
-webkit-box-decoration-break:clone}
mark.unread{background:none;text-decoration:underline wavy var(--unread);text-underline-offset:.2em}
mark.aside{background:var(--card);color:var(--soft)}
.t-disease{--h:210}.t-stage_setting{--h:186}.t-biomarker{--h:280}.t-prior_therapy{--h:28}
.t-line_of_therapy{--h:46}.t-washout{--h:8}.t-cns{--h:330}.t-performance{--h:90}
.t-measurable{--h:66}.t-lab{--h:140}.t-comorbidity{--h:350}.t-concomitant_medication{--h:18}
.t-reproductive{--h:305}.t-age_sex{--h:235}.t-other{--h:165}
mark[data-tip]:hover::after,mark[data-tip]:focus::after{content:attr(data-tip);position:absolute;
z-index:2;left:0;top:calc(100% + .25rem);width:max-content;max-width:min(26rem,70vw);
padding:.35rem .6rem;border-radius:.35rem;background:var(--tip-bg);color:var(--tip-fg);
font:.85rem/1.4 system-ui,sans-serif;white-space:normal;box-shadow:0 2px 10px rgb(0 0 0/.35)}
article:has(mark:hover),article:has(mark:focus){content-visibility:visible}
.unread-list{margin:.2rem 0;padding-left:1.2rem;overflow-wrap:anywhere}
.diagnostic{border-left:4px solid var(--partial-fg);padding-left:.6rem}
.cohorts{color:var(--soft)}
.legend{line-height:2}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{padding:.35rem .6rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}
tbody th{font-weight:500}
#index td.levels{white-space:nowrap}
table:not(#index) td{text-align:right;font-variant-numeric:tabular-nums}
table:not(#index){width:auto}
table:not(#index) thead th:not(:first-child){text-align:right}
#filter{position:sticky;top:0;z-index:3;display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;
background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;margin:1rem 0}
#filter[hidden]{display:none}
select,input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);
border-radius:.3rem;padding:.25rem .4rem;min-height:2.25rem;max-width:100%}
summary{cursor:pointer;padding:.5rem 0;font-weight:600;overflow-wrap:anywhere}
details.study{border-top:1px solid var(--line)}
footer{margin-top:2.5rem;color:var(--soft);font-size:.9rem}
@media (max-width:45rem){body{font-size:17px}main{padding:.5rem .75rem 4rem}
article{grid-template-columns:minmax(0,1fr);gap:.5rem;padding:.6rem .5rem}
.reading{background:var(--card);border-radius:.4rem;padding:.5rem .6rem}
mark[data-tip]:hover::after,mark[data-tip]:focus::after{position:fixed;left:.5rem;right:.5rem;
top:auto;bottom:.5rem;width:auto;max-width:none}
#index td.levels{white-space:normal}#index .bar{display:none}
#filter{position:static}}
@media print{:root{--bg:#fff;--fg:#000;--soft:#333;--line:#999;--card:#fff}
#filter,.legend{display:none}mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
article{break-inside:avoid;content-visibility:visible}a{color:inherit}body{font-size:10pt}
mark[data-tip]::after{content:none!important}}
)css";

// Filters the index and the criteria; opens the study that a link points at.
inline constexpr char kAuditScript[] = R"js(
"use strict";
const by=id=>document.getElementById(id),topic=by("topic"),level=by("level"),words=by("words");
const rows=[...document.querySelectorAll("#index tbody tr")],rule=document.createElement("style");
document.head.append(rule);
by("filter").hidden=false;
by("filter").addEventListener("submit",e=>e.preventDefault());
function apply(){
  const t=topic.value,u=level.value,w=words.value.trim().toLowerCase();
  const wanted=has=>!t&&!u||has.split(" ").some(k=>{
    const cut=k.lastIndexOf("-");
    return k&&(!t||k.slice(0,cut)===t)&&(!u||k.slice(cut+1)===u)});
  let shown=0;
  for(const row of rows){
    const on=wanted(row.dataset.has||"")&&(!w||row.textContent.toLowerCase().includes(w));
    row.hidden=!on;
    const study=by(row.dataset.id);
    if(study)study.hidden=!on;
    shown+=on;
  }
  const no=[t&&`:not([data-t="${t}"])`,u&&`:not([data-u="${u}"])`].filter(Boolean);
  rule.textContent=no.map(n=>`[data-u]${n}{display:none}`).join("");
  by("shown").textContent=`${shown} of ${rows.length} studies`;
}
for(const field of [topic,level,words])field.addEventListener("input",apply);
function open(){
  const at=document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const study=at&&at.closest("details");
  if(study){study.open=true;at.scrollIntoView()}
}
addEventListener("hashchange",open);
apply();
open();
)js";

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_HTML_STYLE_H_
