"""What is looked at before readers get a text, on first publication and on updates alike."""
