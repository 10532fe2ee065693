package humaans_test

const token = "hu-mans/token+0123456789"
