"""Following other lists: asked politely, looked at before anything is written, taken in or held back."""
