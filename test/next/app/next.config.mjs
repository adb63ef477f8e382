/** As the guide says: the logger has a worker thread and optional packages, which a bundle would not have. */
export default { serverExternalPackages: ['logveil'], turbopack: { root: import.meta.dirname } };
