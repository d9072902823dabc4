// What npm's @camptocamp/ogc-client reads at the OGC API argv[2] of the collection argv[3], as JSON on standard output.
import { OgcApiEndpoint } from "@camptocamp/ogc-client";

const [, , address, collection] = process.argv;
const endpoint = new OgcApiEndpoint(address);
const info = await endpoint.getCollectionInfo(collection);
const items = await endpoint.getCollectionItems(collection, 2, 1);
const one = await endpoint.getCollectionItem(collection, "1");

console.log(
  JSON.stringify({
    features: await endpoint.featureCollections,
    tiles: await endpoint.vectorTileCollections,
    queryables: Object.fromEntries(info.queryables.map(({ name, type }) => [name, type])),
    grids: info.supportedTileMatrixSets,
    items: items.map(({ properties }) => properties["名称"]),
    one: one.properties["名称"],
    tileset: await endpoint.getVectorTilesetUrl(collection),
  }),
);
