import type { PortalData } from '#portal-emulator/portal-data.ts';
import { smallPortal } from '#support/small-portal.ts';

const run = 'window.__xss=(window.__xss||0)+1';

/** Ways in which text becomes script where somebody forgets that it is text. */
const shapes: readonly string[] = [
  `<script>${run}</script>`,
  `</script><script>${run}</script>`,
  `</title></textarea></style><script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `"><img src=x onerror=${run}>`,
  `'><svg/onload=${run}>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  `<svg><script href="data:text/javascript,${run}"/></svg>`,
  `<iframe srcdoc="<script>parent.${run}</script>">`,
  `<iframe src="javascript:parent.${run}">`,
  `<a href="javascript:${run}">открыть</a>`,
  `<body onload=${run}>`,
  `<details open ontoggle=${run}>`,
  `<input autofocus onfocus=${run}>`,
  `<video><source onerror="${run}">`,
  `<math><mtext><table><mglyph><style><img src onerror=${run}>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<form action="javascript:${run}"><button>да</button></form>`,
  `<object data="javascript:${run}"></object>`,
  `<link rel=stylesheet href="data:text/css,*{background:url(javascript:${run})}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  `<template><img src=x onerror=${run}></template>`,
  `{{constructor.constructor('${run}')()}}`,
  `\${${run}}`,
  `<!--><img src=x onerror=${run}>-->`,
  `<![CDATA[<img src=x onerror=${run}>]]>`,
  `\u2028</script\u2029><script>${run}//`,
  `<\u0073cript>${run}</\u0073cript>`,
  `<img src=x onerror&#61;${run}>`,
  `" onmouseover="${run}" x="`,
  `' autofocus onfocus='${run}`,
  `javascript:${run}`,
  `data:text/html,<script>${run}</script>`,
  `<div v-html="'<img src=x onerror=${run}>'">`,
  `<component :is="'script'">${run}</component>`,
];

/** Each shape as it is, in capitals, and behind words. */
export const scriptPayloads: readonly string[] = shapes.flatMap((shape) => [
  shape,
  shape.replace(/<(\w+)/g, (_, name: string) => `<${name.toUpperCase()}`),
  `Обычное имя ${shape}`,
]);

let next = 0;
const payload = (): string => scriptPayloads[next++ % scriptPayloads.length] ?? '';

/** The small portal with a payload wherever a person or the portal has a name or a title. */
export function portalOfPayloads(): PortalData {
  const data = smallPortal();
  return {
    ...data,
    title: payload(),
    users: data.users.map((user) => ({ ...user, name: payload(), lastName: payload(), position: payload() })),
    departments: data.departments.map((department) => ({ ...department, name: payload() })),
    categories: data.categories.map((category) => ({ ...category, name: payload() })),
    statuses: data.statuses.map((status) => ({ ...status, name: payload() })),
    companies: data.companies.map((company) => ({ ...company, title: payload() })),
    deals: data.deals.map((deal) => ({ ...deal, title: payload() })),
    leads: data.leads.map((lead) => ({ ...lead, title: payload() })),
  };
}
