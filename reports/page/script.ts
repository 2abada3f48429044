/** The page's optional script, as text: theme, table sort, read-out under the pointer, hypothetical outcomes, figure download. */

/** Everything it shows is on the page without it. Kept below 6 kB; plain JavaScript that needs no build. */
export const SCRIPT: string = `(()=>{
const d=document,all=(s,r=d)=>[...r.querySelectorAll(s)];
const make=(tag,text,parent,cls)=>{const e=d.createElement(tag);e.textContent=text;if(cls)e.className=cls;parent.append(e);return e};
const button=(text,parent,act)=>{const b=make("button",text,parent);b.type="button";b.addEventListener("click",()=>act(b));return b};
// theme: as the system says, then light, then dark
const themes=["system colours","light","dark"];let theme=0;
const tools=d.querySelector(".tools");
if(tools)button("Theme: "+themes[0],tools,b=>{theme=(theme+1)%3;const r=d.documentElement;if(theme)r.dataset.theme=themes[theme];else delete r.dataset.theme;b.textContent="Theme: "+themes[theme]});
// numbers as the report prints them
const digits="⁰¹²³⁴⁵⁶⁷⁸⁹";
const number=t=>{t=t.replace(/[\\u202f\\u2009 ]/g,"").replace(/\\u2212/g,"-").replace(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/,(_,s)=>"1e"+[...s].map(c=>c==="⁻"?"-":digits.indexOf(c)).join("")).replace("×1e","e");const v=parseFloat(t);return t==="–"||Number.isNaN(v)?null:v};
// sortable tables
for(const table of all("table.sortable"))all("thead th",table).forEach((th,i)=>{
const text=th.textContent;th.textContent="";
const b=button(text,th,()=>{const up=th.getAttribute("aria-sort")!=="ascending";
all("thead th",table).forEach(o=>o.removeAttribute("aria-sort"));th.setAttribute("aria-sort",up?"ascending":"descending");
const body=table.tBodies[0],cell=r=>r.cells[i].textContent;
const order=(a,b)=>{const x=number(cell(a)),y=number(cell(b));if(x===null&&y===null)return cell(a).localeCompare(cell(b),"en");if(x===null)return 1;if(y===null)return -1;return x-y};
const rows=[...body.rows].sort(order);body.append(...(up?rows:rows.reverse()))});b.className="sort"});
// read-out: the table row nearest to the pointer, or to the arrow keys
for(const svg of all("svg[data-x]")){
const xs=svg.dataset.x.split(",").map(Number),[top,bottom]=svg.dataset.y.split(",").map(Number);
const figure=svg.closest("figure"),rows=all("tbody tr",figure),heads=all("thead th",figure).map(h=>h.textContent);
const out=figure.querySelector("output")||make("output","",svg.parentNode,"readout");
const line=d.createElementNS(svg.namespaceURI,"line");line.setAttribute("class","rule");line.setAttribute("y1",top);line.setAttribute("y2",bottom);line.setAttribute("display","none");svg.append(line);
let at=-1;
const show=i=>{at=i;const cells=rows[i].cells;line.setAttribute("x1",xs[i]);line.setAttribute("x2",xs[i]);line.removeAttribute("display");
out.textContent=heads.map((h,k)=>h+": "+cells[k].textContent).join(" · ")};
const hide=()=>{line.setAttribute("display","none")};
svg.addEventListener("pointermove",e=>{const box=svg.getBoundingClientRect(),x=(e.clientX-box.left)*svg.viewBox.baseVal.width/box.width;
let best=0;xs.forEach((v,i)=>{if(Math.abs(v-x)<Math.abs(xs[best]-x))best=i});show(best)});
svg.addEventListener("pointerleave",hide);svg.tabIndex=0;
svg.addEventListener("keydown",e=>{const step={ArrowRight:1,ArrowLeft:-1}[e.key];if(step){e.preventDefault();show(Math.max(0,Math.min(xs.length-1,at+step)))}})}
const acts=f=>f.querySelector(".acts")||make("span","",f.querySelector(".under"),"acts");
// hypothetical outcomes, one at a time; never where less motion is asked for
if(!matchMedia("(prefers-reduced-motion:reduce)").matches)for(const figure of all("figure"))if(figure.querySelector(".hops")){let timer=0,k=0;
const groups=all(".hops",figure),n=groups[0].children.length;
const only=i=>groups.forEach(g=>[...g.children].forEach((p,j)=>{p.style.display=i<0||i===j?"":"none";p.style.strokeOpacity=i===j?1:""}));
button("Play "+n+" futures",acts(figure),b=>{if(timer){clearInterval(timer);timer=0;only(-1);b.textContent="Play "+n+" futures";return}
b.textContent="Stop";k=0;only(0);timer=setInterval(()=>only(k=(k+1)%n),500)})}
// a figure as a file of its own
const style=d.querySelector("style").textContent;
for(const figure of all("figure"))button("Save SVG",acts(figure),()=>{const svg=all("svg",figure).find(s=>s.getBoundingClientRect().width)||figure.querySelector("svg");
const copy=svg.cloneNode(true);copy.removeAttribute("class");copy.removeAttribute("tabindex");const s=d.createElementNS(svg.namespaceURI,"style");s.textContent=style;copy.prepend(s);
const a=make("a","",d.body);a.href=URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)],{type:"image/svg+xml"}));a.download=figure.id+".svg";a.click();a.remove()});
})();`;
