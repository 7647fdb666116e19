"""Publishing, verifying, rolling back and pruning, on snapshots with made-up content."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange.errors import IndexBusyError, SnapshotError
from exchange.publishing import publish, roll_back, start_building, writer_lock
from exchange.snapshot import (
    CURRENT,
    FORMAT,
    MANIFEST,
    Manifest,
    current,
    hold,
    snapshot_names,
    statuses,
    verify,
)


def manifest(**changes: object) -> Manifest:
    facts = {
        "format": FORMAT,
        "created": "",
        "corpus_hash": "c",
        "encoder": "e",
        "analyser": 1,
        "documents": 1,
        "passages": 1,
        "languages": (),
        "means": {},
        "floor": 0.0,
    }
    return Manifest.model_validate({**facts, **changes})


def publish_one(index: Path, content: str, *, keep: int = 3, **changes: object) -> str:
    with writer_lock(index, 1):
        built = start_building(index)
        (built / "part").mkdir()
        (built / "part" / "data.bin").write_text(content)
        (built / "ids.txt").write_text("x\n")
        return publish(index, built, manifest(**changes), keep)


def test_a_published_snapshot_is_current_and_whole(tmp_path: Path) -> None:
    name = publish_one(tmp_path, "one")
    found, digest = current(tmp_path)
    assert found == name
    assert name.endswith(digest[:12])
    assert set(verify(tmp_path / name, digest).files) == {"ids.txt", "part/data.bin"}
    assert not list(tmp_path.glob(".building-*"))


def test_names_rise_even_within_a_second(tmp_path: Path) -> None:
    names = [publish_one(tmp_path, str(n), keep=9) for n in range(4)]
    assert snapshot_names(tmp_path) == names


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_old_snapshots_are_pruned(tmp_path: Path, keep: int) -> None:
    names = [publish_one(tmp_path, str(n), keep=keep) for n in range(4)]
    assert snapshot_names(tmp_path) == names[-keep:]


def test_a_snapshot_in_use_is_not_pruned(tmp_path: Path) -> None:
    first = publish_one(tmp_path, "1", keep=1)
    with hold(tmp_path / first):
        second = publish_one(tmp_path, "2", keep=1)
        assert snapshot_names(tmp_path) == [first, second]
    third = publish_one(tmp_path, "3", keep=1)
    assert snapshot_names(tmp_path) == [third]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("file", [MANIFEST, "ids.txt", "part/data.bin"])
@pytest.mark.parametrize(
    "damage", [flip, Path.unlink, lambda path: path.write_bytes(b"")], ids=["flip", "gone", "empty"]
)
def test_damage_is_refused_and_names_the_way_out(
    tmp_path: Path, file: str, damage: Callable[[Path], object]
) -> None:
    name = publish_one(tmp_path, "one")
    damage(tmp_path / name / file)
    with pytest.raises(SnapshotError, match="exchange rollback"):
        verify(tmp_path / name, current(tmp_path)[1])


def test_an_extra_file_is_refused(tmp_path: Path) -> None:
    name = publish_one(tmp_path, "one")
    (tmp_path / name / "extra").write_text("x")
    with pytest.raises(SnapshotError, match="extra"):
        verify(tmp_path / name)


def test_another_format_is_refused(tmp_path: Path) -> None:
    name = publish_one(tmp_path, "one")
    path = tmp_path / name / MANIFEST
    content = path.read_bytes().replace(b'"format":%d' % FORMAT, b'"format":%d' % (FORMAT + 1))
    digest = hashlib.sha256(content).hexdigest()
    renamed = (tmp_path / name).rename(tmp_path / f"{name[:-12]}{digest[:12]}")
    (renamed / MANIFEST).write_bytes(content)
    with pytest.raises(SnapshotError, match="Run `exchange index`"):
        verify(renamed, digest)


@pytest.mark.parametrize("content", [b"", b"x", b"a b c", b"\xff\xfe", b"2026-x 00"])
def test_a_damaged_pointer_is_refused(tmp_path: Path, content: bytes) -> None:
    publish_one(tmp_path, "one")
    (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(SnapshotError, match="exchange rollback"):
        current(tmp_path)


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="Run `exchange index`"):
        current(tmp_path)


def test_roll_back_goes_one_whole_snapshot_back_at_a_time(tmp_path: Path) -> None:
    names = [publish_one(tmp_path, str(n), keep=4) for n in range(4)]
    flip(tmp_path / names[1] / "ids.txt")
    assert [roll_back(tmp_path, 1), current(tmp_path)[0]] == [names[2], names[2]]
    assert roll_back(tmp_path, 1) == names[0]
    with pytest.raises(SnapshotError, match="no earlier whole snapshot"):
        roll_back(tmp_path, 1)
    assert current(tmp_path)[0] == names[0]


def test_roll_back_from_a_damaged_pointer_takes_the_newest(tmp_path: Path) -> None:
    names = [publish_one(tmp_path, str(n)) for n in range(2)]
    (tmp_path / CURRENT).write_bytes(b"nonsense")
    assert roll_back(tmp_path, 1) == names[1]


def test_statuses_verify_every_snapshot(tmp_path: Path) -> None:
    names = [publish_one(tmp_path, str(n)) for n in range(2)]
    flip(tmp_path / names[0] / "ids.txt")
    old, new = statuses(tmp_path)
    assert (old.name, old.is_current) == (names[0], False)
    assert old.problem is not None and "ids.txt" in old.problem
    assert (new.name, new.is_current, new.documents, new.problem) == (names[1], True, 1, None)


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    with writer_lock(tmp_path, 1), pytest.raises(IndexBusyError, match="another process"):  # noqa: SIM117
        with writer_lock(tmp_path, 0.1):
            pass


def test_what_a_crash_left_behind_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".building-1" / "x").mkdir(parents=True)
    (tmp_path / ".removed-2").mkdir()
    publish_one(tmp_path, "one")
    assert not list(tmp_path.glob(".*"))
