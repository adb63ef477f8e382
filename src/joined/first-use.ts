/**
 * Stands for a module that is loaded when something of it is first asked for.
 *
 * @param load returns an object with the module's exports, the same each time
 */
export function onFirstUse(load: () => object): object {
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(load(), name),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const own = Reflect.getOwnPropertyDescriptor(load(), name);
        // What the object that stands for the module does not have itself may not be fixed.
        return own === undefined ? undefined : { ...own, configurable: true };
      },
    },
  );
}
