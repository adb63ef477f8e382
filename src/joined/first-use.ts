/**
 * Stands for a module that is loaded when something of it is first asked for.
 *
 * @param load returns an object with the module's exports
 */
export function onFirstUse(load: () => object): object {
  let loaded: object | undefined;
  const exports = (): object => {
    loaded ??= load();
    return loaded;
  };
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(exports(), name),
      has: (_, name) => Reflect.has(exports(), name),
      ownKeys: () => Reflect.ownKeys(exports()),
      getOwnPropertyDescriptor: (_, name) => {
        const own = Reflect.getOwnPropertyDescriptor(exports(), name);
        // What the object that stands for the module does not have itself may not be fixed.
        return own === undefined ? undefined : { ...own, configurable: true };
      },
    },
  );
}
