"""Hash trees: the vectors of RFC 6962's reference implementation, and every path of every small tree."""

from __future__ import annotations

from hashlib import sha256

from zhanqiao.core_services.exchange.rules.trees import leaf_hash, path_of, root_by_path, root_of

ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = {  # of the Certificate Transparency reference implementation's own test
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(content=bytes.fromhex(one)) for one in ENTRIES[:size]]


def test_roots_are_those_of_rfc_6962() -> None:
    assert {size: root_of(leaves=leaves(size)).hex() for size in ROOTS} == ROOTS


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root_of(leaves=[]) == sha256().digest()


def test_every_path_leads_to_the_root_and_only_from_its_own_place() -> None:
    for size in range(1, 34):
        hashes = [leaf_hash(content=b"%d" % number) for number in range(size)]
        root = root_of(leaves=hashes)
        for place, leaf in enumerate(hashes):
            path = path_of(leaves=hashes, place=place)
            assert root_by_path(leaf=leaf, place=place, size=size, path=path) == root
            assert root_by_path(leaf=leaf_hash(content=b"x"), place=place, size=size, path=path) != root
            assert root_by_path(leaf=leaf, place=size, size=size, path=path) is None
            assert root_by_path(leaf=leaf, place=place, size=size, path=(*path, root)) is None
