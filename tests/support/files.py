"""Small files of every kind, made on the spot."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825


def upload(name: str, content: bytes, content_type: str = "application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type)


def picture(kind: str = "JPEG", size=(40, 20), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def photo_with_place(size=(40, 20)) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with place and camera."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Canary camera"
    exif.get_ifd(GPS)[2] = (62.0, 14.0, 30.0)
    return picture(size=size, exif=exif, comment=b"Canary comment")


def zipped(**files: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Without the time of day, which stands in the names of tests: workers have to agree.
            entry = zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml"))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(text: str = "Hei", **more: str) -> bytes:
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in text.split("|"))
    return zipped(
        **{
            "[Content_Types]_xml": "<Types/>",
            "word__document_xml": f"<w:document><w:p>{runs}</w:p></w:document>",
        },
        **more,
    )


def odt(text: str = "Hei") -> bytes:
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text", content_xml=f"<text:p>{text}</text:p>"
    )


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
