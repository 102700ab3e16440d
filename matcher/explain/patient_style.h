#ifndef TRIALMATCH_MATCHER_EXPLAIN_PATIENT_STYLE_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PATIENT_STYLE_H_

namespace trialmatch::matcher {

// Text has a contrast of at least 7:1 on its ground in both schemes; on paper everything is black on white and no trial is cut in two.
inline constexpr char kPatientStyle[] = R"css(
:root{--bg:#ffffff;--fg:#1b1e23;--soft:#464c55;--line:#c4cad3;--card:#f5f7fa;--link:#0a4595;
--likely-bg:#d9f0df;--likely-fg:#0d4021;--possible-bg:#fdefcf;--possible-fg:#533500;--later-bg:#dde9fb;--later-fg:#0c3270;
--excluded-bg:#fbe0e3;--excluded-fg:#6d1220}
@media (prefers-color-scheme:dark){:root{--bg:#14171c;--fg:#eef1f5;--soft:#bcc3cd;--line:#4a525e;--card:#1d2229;--link:#9cc4ff;
--likely-bg:#123d23;--likely-fg:#c9f2d6;--possible-bg:#463209;--possible-fg:#ffe8b8;--later-bg:#16305c;--later-fg:#d3e3ff;
--excluded-bg:#521a21;--excluded-fg:#ffd8dc}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:1.0625rem/1.55 system-ui,sans-serif}
main,header,footer{max-width:58rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.25rem}
footer{padding-bottom:3rem;color:var(--soft)}
h1{font-size:1.7rem;line-height:1.25;margin:.25rem 0 .75rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.25rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--line)}
h3{font-size:1.1rem;line-height:1.35;margin:0 0 .4rem}
h4{font-size:1rem;margin:.9rem 0 .25rem}
p,ul,ol,dl{margin:.35rem 0 .6rem}
ul,ol{padding-left:1.4rem}
li{margin:.2rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999px}
.skip:focus{position:static}
.note{background:var(--card);border-left:5px solid var(--link);padding:.7rem .9rem;margin:.8rem 0}
.soft{color:var(--soft)}
.small{font-size:.9rem}
article{border:1px solid var(--line);border-radius:.5rem;padding:.9rem 1rem;margin:1rem 0;background:var(--bg)}
.badge{display:inline-block;padding:.05rem .6rem;border-radius:.7rem;font-size:.95rem;font-weight:600}
.likely,.met{background:var(--likely-bg);color:var(--likely-fg)}
.possible,.unknown{background:var(--possible-bg);color:var(--possible-fg)}
.later,.unread{background:var(--later-bg);color:var(--later-fg)}
.excluded,.notmet{background:var(--excluded-bg);color:var(--excluded-fg)}
.site{background:var(--card);color:var(--fg);outline:1px solid var(--line)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:1rem;margin:.4rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-top:1px solid var(--line);padding:.5rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{border-bottom:2px solid var(--line)}
tbody th{font-weight:600;white-space:nowrap}
.beside{table-layout:fixed;min-width:34rem}
.beside th:first-child{width:4.4rem}
td p{margin:.2rem 0}
blockquote{margin:0}
dt{font-weight:600;margin-top:.4rem}
dd{margin:0 0 .2rem 0}
.ask li{padding-left:.2rem}
.ask li::after{content:"";display:block;border-bottom:1px dotted var(--line);height:1.6rem}
@media (max-width:40rem){body{font-size:1.125rem}main,header,footer{padding-left:.8rem;padding-right:.8rem}
.beside{min-width:0}.beside th:first-child{width:auto}
.beside thead{position:absolute;left:-999px}.beside tr,.beside th,.beside td{display:block;border:0;padding:.25rem 0}
.beside tr{border-top:1px solid var(--line);padding:.6rem 0}.beside td::before{content:attr(data-label);display:block;font-weight:600}}
@media print{:root{--bg:#fff;--fg:#000;--soft:#222;--line:#888;--card:#fff;--link:#000;--likely-bg:#fff;--likely-fg:#000;--possible-bg:#fff;
--possible-fg:#000;--later-bg:#fff;--later-fg:#000;--excluded-bg:#fff;--excluded-fg:#000}
@page{margin:16mm}body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}.skip{display:none}
.badge{border:1px solid #000}article,tr,dt{break-inside:avoid}h2,h3,h4{break-after:avoid}a{text-decoration:none}
a[href^="https:"]::after{content:" (" attr(href) ")";font-size:.85em}}
)css";

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PATIENT_STYLE_H_
