/** express 4 under another name: for what the tests use, the types of 5 are its own. */
declare module 'express4' {
  import express from 'express';

  export default express;
}
