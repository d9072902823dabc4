// What npm's @odata/client reads of the table argv[3] at the service argv[2], as JSON on standard output.
import client from "@odata/client";

const [, , serviceEndpoint, table, closed] = process.argv;
const service = client.OData.New4({ serviceEndpoint });
const set = service.getEntitySet(table);
const large = () => service.newFilter().property("面积").gt(1000);

async function refused(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    return error.message;
  }
}

const found = {
  sorted: await set.query(
    service.newOptions().filter(large()).select(["名称", "面积"]).orderby("面积", "desc").top(2).skip(1),
  ),
  count: await set.count(),
  counted: await set.count(service.newFilter().property("区市").eq("市南区")),
  equal: (await set.find({ 区市: "市南区" })).map((park) => park.名称),
  second: await set.retrieve(2),
  together: await service.newRequest({ collection: table, params: service.newOptions().filter(large()).count(true).top(1) }),
  later: await set.query(
    service.newOptions().filter(service.newFilter().property("开放日期").ge(client.EdmV4.Date.from(new Date("1950-01-01")))).select("名称"),
  ),
  unknown: await refused(set.query(service.newOptions().filter("区县 eq 1"))),
  closed: await refused(service.getEntitySet(closed).query()),
};
process.stdout.write(JSON.stringify(found));
