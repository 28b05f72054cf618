"""The files that tie the installed program to a desktop agree with each other and with the code."""

import configparser
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "packaging" / "linux"
APP_NAME = "hiprehab"
MIME = "application/vnd.hiprehab.pack+zip"
SPACES = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}


@pytest.fixture
def desktop() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / "hiprehab.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def metainfo() -> ET.Element:
    text = (LINUX / "hiprehab.metainfo.xml").read_text(encoding="utf-8")
    return ET.fromstring(text)


def test_a_double_click_hands_the_file_over(desktop: configparser.SectionProxy) -> None:
    assert desktop["Exec"].split() == [APP_NAME, "%f"]
    assert MIME in desktop["MimeType"].split(";")


def test_the_type_of_our_files_is_known_by_their_ending() -> None:
    kind = ET.parse(LINUX / "hiprehab.xml").getroot().find("m:mime-type", SPACES)
    assert kind is not None and kind.get("type") == MIME
    globs = [one.get("pattern") for one in kind.findall("m:glob", SPACES)]
    assert globs == ["*.hiprehab"]


def test_the_window_belongs_to_the_desktop_entry(desktop: configparser.SectionProxy) -> None:
    window = (ROOT / "hiprehab" / "app" / "window.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{APP_NAME}")' in window
    assert desktop["StartupWMClass"] == APP_NAME
    assert desktop["Icon"] == APP_NAME
    assert (ROOT / "assets" / "icons" / f"{desktop['Icon']}.svg").is_file()


def test_the_metainfo_names_the_same_things(metainfo: ET.Element) -> None:
    assert metainfo.findtext("launchable") == "hiprehab.desktop"
    assert metainfo.findtext("provides/mediatype") == MIME
    assert metainfo.findtext("provides/binary") == APP_NAME
    assert metainfo.findtext("project_license") == "MIT"


def test_the_installers_know_the_same_ending_and_id(metainfo: ET.Element) -> None:
    windows = (ROOT / "packaging" / "windows" / "hiprehab.iss").read_text(encoding="utf-8")
    spec = (ROOT / "packaging" / "hiprehab.spec").read_text(encoding="utf-8")
    flatpak = (LINUX / "org.hiprehab.hiprehab.yml").read_text(encoding="utf-8")
    identity = metainfo.findtext("id")
    assert f"AppId={identity}" in windows and r"Software\Classes\.hiprehab" in windows
    assert f'bundle_identifier="{identity}"' in spec and '["hiprehab"]' in spec
    assert f"app-id: {identity}" in flatpak


def test_what_was_not_run_says_so() -> None:
    untried = ["windows/build.ps1", "windows/hiprehab.iss", "macos/build.sh"]
    for name in [*untried, "linux/org.hiprehab.hiprehab.yml"]:
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        assert "NOT RUN by its authors" in text, name


def test_every_mark_of_the_templates_is_filled() -> None:
    build = (ROOT / "packaging" / "build.py").read_text(encoding="utf-8")
    for name in ("control", "hiprehab.metainfo.xml"):
        marks = re.findall(r"@([A-Z]+)@", (LINUX / name).read_text(encoding="utf-8"))
        assert marks and all(f"{mark}=" in build for mark in marks)


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstreamcli is not installed")
def test_the_metainfo_validates(tmp_path: Path) -> None:
    text = (LINUX / "hiprehab.metainfo.xml").read_text(encoding="utf-8")
    filled = text.replace("@VERSION@", "1.0.0").replace("@DATE@", "2026-01-01")
    path = tmp_path / "org.hiprehab.hiprehab.metainfo.xml"
    path.write_text(filled, encoding="utf-8")
    command = ["appstreamcli", "validate", "--no-net", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="its checker is missing")
def test_the_desktop_entry_validates() -> None:
    command = ["desktop-file-validate", str(LINUX / "hiprehab.desktop")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
