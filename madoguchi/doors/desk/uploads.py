"""Pictures and documents of Wagtail go through the house's door for files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from madoguchi.foundation.uploads import UploadRefused, check_text, clean_image

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}


class PictureForm(BaseImageForm):
    """A picture is drawn anew before Wagtail keeps it."""

    def clean_file(self) -> Any:
        """The picture in our own file. Raises ValidationError."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            clean = clean_image(file)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        name = f"picture.{SUFFIXES[clean.content_type]}"
        kept = SimpleUploadedFile(name, clean.data, clean.content_type)
        kept.image = clean.open()  # type: ignore[attr-defined]
        return kept


class DocumentForm(BaseDocumentForm):
    """A document is text in an encoding that we read."""

    def clean_file(self) -> Any:
        """The file as it was sent. Raises ValidationError."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            try:
                check_text(file)
            except UploadRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return file
