"""Workers that run tests side by side do not touch each other's files."""

import pytest

from tests.worker_files import own_files


@pytest.fixture
def filestore(tmp_path):
    written = tmp_path / "original" / "ab" / "abcd"
    written.parent.mkdir(parents=True)
    written.write_bytes(b"signature")
    return lambda name: str(tmp_path / name)


def test_each_worker_deletes_only_its_own(filestore, tmp_path):
    with (
        own_files(filestore, "original", "gw0"),
        own_files(filestore, "original", "gw1"),
    ):
        (tmp_path / "gw0" / "ab" / "abcd").unlink()
        (tmp_path / "gw0" / "ab" / "new").write_bytes(b"of one worker")
        kept = [tmp_path / name / "ab" / "abcd" for name in ("original", "gw1")]
        assert [path.read_bytes() for path in kept] == [b"signature"] * 2
        assert not (tmp_path / "gw1" / "ab" / "new").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["original"]


def test_files_of_a_killed_run_are_not_found_again(filestore, tmp_path):
    (tmp_path / "gw0").mkdir()
    (tmp_path / "gw0" / "stale").write_bytes(b"old")
    with own_files(filestore, "original", "gw0"):
        assert not (tmp_path / "gw0" / "stale").exists()


def test_a_failing_run_leaves_nothing(filestore, tmp_path):
    with pytest.raises(KeyError), own_files(filestore, "original", "gw0"):
        raise KeyError("test")
    assert not (tmp_path / "gw0").exists()


def test_one_process_keeps_the_files_of_its_database(filestore, tmp_path):
    with own_files(filestore, "original", "original"):
        pass
    assert (tmp_path / "original" / "ab" / "abcd").exists()


def test_a_database_without_files(filestore, tmp_path):
    with own_files(filestore, "bare", "gw0"):
        assert not (tmp_path / "gw0").exists()
