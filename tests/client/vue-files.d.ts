/** The type check of the tests reads components as components; their own types are checked with the client. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
