/** undici ships no types for its inner modules; importing the pool alone costs half of importing all of undici. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici'
}
