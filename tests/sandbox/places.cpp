#include "sandbox/places.hpp"

namespace sandbox {

const std::vector<Place>& places() {
  static const std::vector<Place> all = {
      {"01a9a39529b27f36", "Manhattan, NY", "Manhattan", "United States", "US", "city", -74.03, 40.68, -73.91,
       40.88},
      {"3078869807f9dd36", "Berlin, Deutschland", "Berlin", "Deutschland", "DE", "city", 13.09, 52.34, 13.76,
       52.68},
      {"09f6a7707f18e0b1", "Paris, France", "Paris", "France", "FR", "city", 2.22, 48.82, 2.47, 48.9},
      {"5722ff20ba67083b", "Київ, Україна", "Київ", "Україна", "UA", "city", 30.24, 50.21, 30.83, 50.59},
      {"8b0f36b9c5e1a1d2", "東京 千代田区", "千代田区", "日本", "JP", "city", 139.73, 35.67, 139.78, 35.7},
      {"a56612250c754f23", "São Paulo, Brasil", "São Paulo", "Brasil", "BR", "city", -46.83, -24.01, -46.36,
       -23.36},
      {"5c5bd2c1f3d44c20", "القاهرة، مصر", "القاهرة", "مصر", "EG", "admin", 31.2, 29.9, 31.9, 30.2},
      {"07d9ea9e3cc7d000", "Café Zoë", "Café Zoë", "Nederland", "NL", "poi", 4.89, 52.37, 4.89, 52.37},
  };
  return all;
}

}  // namespace sandbox
