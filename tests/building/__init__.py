"""What maintainers run to make data that the package ships."""
