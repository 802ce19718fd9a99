"""Reading the code of a badge out of a picture: askew, blurred, dark; and whatever else somebody may send."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from app.documents import desk_codes
from app.lib import barcodes
from app.lib.barcodes import PictureUnreadable

CODE, OTHER = "KZ7Q2M9XGRJW7GCXGQTP", "ZK7Q2M9XGRJW7GCXGQTP"


def badge(code: str = CODE) -> Image.Image:
    return Image.open(io.BytesIO(desk_codes.png(code))).convert("L")


def sent(image: Image.Image, kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_code_is_read_from_each_kind(kind: str) -> None:
    assert barcodes.read(sent(badge(), kind)) == [CODE]


def test_a_code_is_read_from_a_bad_photo() -> None:
    photo = Image.new("RGB", (4000, 3000), (210, 190, 170))
    photo.paste(badge().resize((1200, 1200)).rotate(17, expand=True, fillcolor=200), (1300, 600))
    dark = ImageEnhance.Brightness(photo.filter(ImageFilter.GaussianBlur(6))).enhance(0.4)
    assert barcodes.read(sent(dark)) == [CODE]


def test_several_codes_are_all_told_and_one_twice_is_one() -> None:
    both = Image.new("L", (700, 300), 255)
    both.paste(badge(), (0, 0))
    both.paste(badge(OTHER), (350, 0))
    assert barcodes.read(sent(both)) == [CODE, OTHER]
    both.paste(badge(), (350, 0))
    assert barcodes.read(sent(both)) == [CODE]


def test_a_picture_without_a_code_holds_none() -> None:
    assert barcodes.read(sent(Image.new("L", (300, 300), 120))) == []


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"", "not_a_picture"),
        (b"PK\x03\x04 no picture", "not_a_picture"),
        (desk_codes.png(CODE)[:200], "not_a_picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, "not_a_picture"),
        (b"\0" * (barcodes.MOST_BYTES + 1), "too_large"),
        (sent(Image.new("1", (5000, 5000)), "PNG"), "too_large"),
        (sent(Image.new("L", (10, 10)), "GIF"), "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
    ],
    ids=["nothing", "archive", "half a file", "head of a JPEG", "many bytes", "a bomb", "another kind", "drawing"],
)  # fmt: skip
def test_what_is_no_picture_of_a_camera_is_refused(picture: bytes, code: str) -> None:
    with pytest.raises(PictureUnreadable) as refused:
        barcodes.read(picture)
    assert refused.value.code == code


def test_the_bound_of_pixels_is_asked_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = sent(Image.new("1", (5000, 5000)), "PNG")
    monkeypatch.setattr("PIL.Image.Image.load", lambda _image: pytest.fail("it was decoded"))
    with pytest.raises(PictureUnreadable):
        barcodes.read(bomb)


def scan_bomb(hidden: bytes = b"") -> bytes:
    """A small progressive JPEG whose last scan stands in it a thousand times."""
    file = io.BytesIO()
    Image.new("L", (64, 64), 120).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    at = whole.rindex(b"\xff\xda")
    return whole[:at] + hidden + whole[at:-2] * 1000 + b"\xff\xd9"


@pytest.mark.parametrize("hidden", [b"", b"\xff\x02\xff\xff", b"\xff\xd3", b"\xff\xff\xff\xfe\0\2"])
def test_a_jpeg_that_goes_over_its_picture_a_thousand_times_is_not_decoded(
    hidden: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _image: pytest.fail("it was decoded"))
    with pytest.raises(PictureUnreadable, match="too_large"):
        barcodes.read(scan_bomb(hidden))


def test_a_large_jpeg_is_read_unless_it_must_be_decoded_at_full_size() -> None:
    large = Image.new("L", (5000, 4000), 255)
    large.paste(badge().resize((1200, 1200)), (300, 300))
    file = io.BytesIO()
    large.save(file, "JPEG", progressive=True)
    with pytest.raises(PictureUnreadable, match="too_large"):
        barcodes.read(file.getvalue())
    assert barcodes.read(sent(large)) == [CODE]
    progressive = io.BytesIO()
    large.resize((2500, 2000)).save(progressive, "JPEG", progressive=True)
    assert barcodes.read(progressive.getvalue()) == [CODE]


def test_a_photo_with_a_second_picture_behind_it_is_a_photo() -> None:
    file = io.BytesIO()
    large = Image.new("L", (5000, 4000), 255)
    large.paste(badge().resize((1200, 1200)), (300, 300))
    large.save(file, "MPO", save_all=True, append_images=[Image.new("L", (300, 300))])
    assert Image.open(io.BytesIO(file.getvalue())).format == "MPO"
    assert barcodes.read(file.getvalue()) == [CODE]
